"""A class adds its methods as routes, which load what the response model reads."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from depot.app import app
from depot.models import Base, Pallet, Shelf, engine, factory


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Shelf(id=1, row="C", pallets=[Pallet(label="tiles")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://depot") as client:
        print((await client.get("/shelves/1")).json())
