"""Code from synchronous times may read anything in a greenlet, and nothing outside of it."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from archive.database import Session, engine
from archive.models import Base, Folder, Paper
from archive.exports import export


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Folder(id=1, label="1998", papers=[Paper(name="will")]))
        await session.commit()
    print(await export(1))  # here: MissingGreenlet
