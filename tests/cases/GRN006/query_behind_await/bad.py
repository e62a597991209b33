"""An await in front does not help: query() itself is missing."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()
engine = create_async_engine("sqlite+aiosqlite://")
async_session = sessionmaker(engine, class_=AsyncSession)


class Ticket(Base):
    __tablename__ = "ticket"

    id = Column(Integer, primary_key=True)
    state = Column(String(10))


async def open_tickets() -> int:
    async with async_session() as session:
        return await session.query(Ticket).filter_by(state="open").count()  # GRN006: AttributeError


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await open_tickets())
