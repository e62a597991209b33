"""A handler is given the reader beside the session, and the reviews are by anybody."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from reviews.database import SessionFactory, engine
from reviews.handlers import show
from reviews.models import Base, Reader, Review


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add_all([Reader(id=1, name="Ada"), Reader(id=2, name="Bob")])
        session.add_all([Review(reader_id=1, stars=4), Review(reader_id=2, stars=5)])
        await session.commit()
    async with SessionFactory() as session:
        reader = await session.get_one(Reader, 1)
        print(await show(session, reader))
