"""A report opens the sync SessionLocal inside a coroutine."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import asyncio

from sqlalchemy import Column, Integer, String, create_engine, func, select
from sqlalchemy.orm import declarative_base, sessionmaker

engine = create_engine("sqlite:///orders.db")
SessionLocal = sessionmaker(bind=engine)
Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"

    id = Column(Integer, primary_key=True)
    status = Column(String(20), nullable=False)
    cents = Column(Integer, nullable=False)


async def revenue(status: str) -> int:
    with SessionLocal() as db:  # GRN001: blocks
        query = select(func.sum(Order.cents)).where(Order.status == status)
        return db.execute(query).scalar() or 0


def create_tables() -> None:
    Base.metadata.create_all(engine)


async def main() -> None:
    await asyncio.to_thread(create_tables)
    paid, _ = await asyncio.gather(revenue("paid"), asyncio.sleep(0.01))
    print(f"paid: {paid / 100:.2f}")
