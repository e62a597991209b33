"""A dry run takes back what it did, and with it what its report is made of."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "product"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    price: Mapped[int]


engine = create_async_engine("sqlite+aiosqlite:///prices.db")


async def raise_prices(percent: int, *, dry_run: bool) -> None:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        products = (await session.scalars(select(Product).order_by(Product.name))).all()
        for product in products:
            product.price += product.price * percent // 100
        await session.flush()
        if dry_run:
            await session.rollback()
        else:
            await session.commit()
        for product in products:
            print(product.name, product.price)  # GRN010: MissingGreenlet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        session.add_all([Product(name="tea", price=300), Product(name="milk", price=150)])
    await raise_prices(10, dry_run=True)
