"""The factory is made when somebody asks for it first; whoever it is, nothing loads the relationship."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from vineyard.connection import get_engine, get_sessions
from vineyard.models import Base, Bottle, Grape
from vineyard.labels import print_labels


async def main() -> None:
    async with get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with get_sessions()() as session:
        session.add(Bottle(year=2024, grape=Grape(name="Riesling")))
        await session.commit()
    await print_labels(2024)
