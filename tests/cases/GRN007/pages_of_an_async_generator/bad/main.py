"""An async generator, delegating to another one, yields page after page without the tracks."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from jukebox.database import SessionFactory, create_tables
from jukebox.index import index_lines
from jukebox.models import Album, Track


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add_all(
            Album(title=f"Volume {number}", tracks=[Track(name="Intro")]) for number in range(3)
        )
        await session.commit()
    async with SessionFactory() as session:
        print([line async for line in index_lines(session)])
