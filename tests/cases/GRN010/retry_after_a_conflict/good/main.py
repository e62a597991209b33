"""A decorator rolls back and tries again, with an object that the rollback has expired."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from boards.database import SessionFactory, create_tables
from boards.models import Board, Card
from boards.writing import add_card


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add_all([Board(name="garden"), Card(slug="garden-0")])
        await session.commit()
    async with SessionFactory() as session:
        board = await session.get_one(Board, 1)
        print(await add_card(session, board.name))
