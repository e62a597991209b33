from __future__ import annotations

from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Taste(Base):
    __tablename__ = "taste"

    id = Column(Integer, primary_key=True)
    nick = Column(String(30))
    thing = Column(String(30))


engine = create_async_engine("sqlite+aiosqlite:///bot.db")
db = AsyncSession(engine)


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
