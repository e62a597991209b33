"""A worker opens its session with `async with`."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from database import Session, Ticket, prepare
from sqlalchemy import select


async def close_old_tickets() -> int:
    async with Session() as session:
        tickets = (await session.scalars(select(Ticket))).all()
        for ticket in tickets:
            ticket.open = False
        await session.commit()
        return len(tickets)


async def main() -> None:
    await prepare()
    print(await close_old_tickets())
