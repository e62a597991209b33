"""The number is there before the invoice is made."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///invoices.db")
open_session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Invoice(Base):
    __tablename__ = "invoice"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    payer: Mapped[str]


async def bill(session: AsyncSession, payer: str) -> Invoice:
    query = select(func.coalesce(func.max(Invoice.number), 0) + 1)
    number = await session.scalar(query)
    invoice = Invoice(number=number, payer=payer)
    session.add(invoice)
    await session.commit()
    return invoice


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        print((await bill(session, "Orchard & Sons")).number)
