"""A service turns an order into a schema that goes two levels down, and its query goes one."""
# requires: sqlalchemy>=2.0, pydantic>=2

from __future__ import annotations

from depot.database import SessionFactory, engine
from depot.models import Base, Item, Order, Product
from depot.service import OrderService


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Order(id=1, items=[Item(product=Product(name="lamp"))]))
        await session.commit()
    async with SessionFactory() as session:
        print(await OrderService(session).show(1))
