"""What is needed later is read before the block is left."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base

Base = declarative_base()
engine = create_async_engine("sqlite+aiosqlite://")


class Door(Base):
    __tablename__ = "door"

    id = Column(Integer, primary_key=True)
    code = Column(String(10))


async def change_code(code: str) -> str:
    async with AsyncSession(engine) as session:
        async with session.begin():
            door = (await session.execute(select(Door))).scalars().first()
            door.code = code
            message = f"door {door.id}: {door.code}"
        return message


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
        await connection.execute(Door.__table__.insert().values(code="0000"))
    print(await change_code("1234"))
