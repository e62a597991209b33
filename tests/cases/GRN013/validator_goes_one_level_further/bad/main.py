"""A field validator makes names of tags, and reads a relationship of each of them."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from garden.app import app
from garden.database import engine, factory
from garden.models import Base, Family, Plant, Tag


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Plant(id=1, name="rose", tags=[Tag(name="red", family=Family(name="colour"))]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://garden") as client:
        await client.get("/plants/1")  # here: MissingGreenlet
