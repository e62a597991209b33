"""refresh() without names drops the lines that the order was made with."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(server_default="new")
    lines: Mapped[list[Line]] = relationship()


class Line(Base):
    __tablename__ = "line"

    id: Mapped[int] = mapped_column(primary_key=True)
    product: Mapped[str]
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def place_order(products: list[str]) -> dict[str, object]:
    async with Session() as session:
        order = Order(lines=[Line(product=product) for product in products])
        session.add(order)
        await session.commit()
        await session.refresh(order)
        return {
            "status": order.status,
            "products": [line.product for line in order.lines],  # GRN010: MissingGreenlet
        }


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    print(await place_order(["tea", "milk"]))
