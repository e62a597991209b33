"""Of a session that one of two factories makes, only what never was loaded can be told."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from radio.database import Session, engine
from radio.models import Base, Show, Song
from radio.shows import rename


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Show(id=1, title="Noon", songs=[Song(name="Air")]))
        await session.commit()
    print(await rename(1))  # here: MissingGreenlet
