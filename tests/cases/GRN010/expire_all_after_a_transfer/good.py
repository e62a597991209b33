"""refresh() reads the row again where it can be awaited."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Account(Base):
    __tablename__ = "account"

    id = Column(Integer, primary_key=True)
    owner = Column(String, nullable=False)
    balance = Column(Integer, nullable=False)


engine = create_async_engine("sqlite+aiosqlite:///bank.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
MOVE = text("UPDATE account SET balance = balance + :cents WHERE id = :id")


async def transfer(source_id: int, target_id: int, cents: int) -> str:
    async with Session() as session:
        source = await session.get(Account, source_id)
        if source is None or source.balance < cents:
            return "refused"
        await session.execute(MOVE, {"id": source_id, "cents": -cents})
        await session.execute(MOVE, {"id": target_id, "cents": cents})
        await session.refresh(source)
        left = source.balance
        await session.commit()
        return f"{left} cents left"


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Account(owner="ann", balance=500), Account(owner="bob", balance=0)])
        await session.commit()
    print(await transfer(1, 2, 300))
