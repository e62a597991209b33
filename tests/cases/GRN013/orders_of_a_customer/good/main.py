"""A route returns a customer, and its response model has the orders as well."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from market.api import app
from market.database import SessionFactory, engine
from market.models import Base, Customer, Order


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Customer(id=1, name="Ada", orders=[Order(total=12)]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://market") as client:
        print((await client.get("/customers/1")).json())
