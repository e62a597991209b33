"""A task writes the audit trail, while its parent goes on with the same session.

The good twin waits for the task before it does so."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from bank.database import Session, engine
from bank.models import Account, Base
from bank.transfers import balance_of


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Account(owner="Mira", cents=500))
        await session.commit()
    async with Session() as session:
        print(await balance_of(session, "Mira"))
