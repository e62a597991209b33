"""A repository runs its query on the asynchronous session."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from kennel.models import Base, Dog, Session, engine
from kennel.repository import Dogs


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Dog(name="Rex"))
        await session.commit()
        print(await Dogs(session).names())
