"""The 1.4 idiom `sessionmaker(engine, class_=AsyncSession)`, with the class forgotten."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from wiki.database import create_tables
from wiki.pages import write


async def main() -> None:
    await create_tables()
    await write("Home", "Welcome")
