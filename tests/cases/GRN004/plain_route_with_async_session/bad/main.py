"""A route is a plain `def`, and the session that it depends on is an async one."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from bakery.api import app
from bakery.database import Base, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bakery") as client:
        await client.get("/loaves")  # here: AttributeError: 'coroutine' object has no attribute
