"""The factory gets its engine at startup, by configure(), which says nothing of expiry."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from bakery.models import Base, Loaf
from bakery.sessions import Sessions, start


async def main() -> None:
    engine = start("sqlite+aiosqlite:///bakery.db")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        loaf = Loaf(name="rye")
        session.add(loaf)
        await session.commit()
        print(loaf.name)
