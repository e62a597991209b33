"""The constructor of a view copies the columns of a row, which a commit has expired."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from desk.database import Session, engine
from desk.models import Base, Ticket
from desk.tickets import close_ticket


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Ticket(id=1, title="Printer", is_open=True))
        await session.commit()
    print(await close_ticket(1))
