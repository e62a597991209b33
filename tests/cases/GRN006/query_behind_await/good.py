"""A count is a select() as well."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from sqlalchemy import Column, Integer, String, func, select
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
        query = select(func.count(Ticket.id)).filter_by(state="open")
        return (await session.execute(query)).scalar_one()


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await open_tickets())
