"""The report uses an async session."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import asyncio

from sqlalchemy import Column, Integer, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///orders.db")
SessionLocal = sessionmaker(bind=engine, class_=AsyncSession, expire_on_commit=False)
Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"

    id = Column(Integer, primary_key=True)
    status = Column(String(20), nullable=False)
    cents = Column(Integer, nullable=False)


async def revenue(status: str) -> int:
    async with SessionLocal() as db:
        query = select(func.sum(Order.cents)).where(Order.status == status)
        return (await db.execute(query)).scalar() or 0


async def create_tables() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def main() -> None:
    await create_tables()
    paid, _ = await asyncio.gather(revenue("paid"), asyncio.sleep(0.01))
    print(f"paid: {paid / 100:.2f}")
