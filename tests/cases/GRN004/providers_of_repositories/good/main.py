"""A plain function may hand an AsyncSession on, add to it, and build or return what others
await."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from beekeeping.api import app
from beekeeping.database import Base, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bees") as client:
        print((await client.post("/hives/garden")).json())
        print((await client.get("/hives")).json())
