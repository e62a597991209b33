"""A route that was moved to AsyncSession, and its query with it."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from museum.api import app
from museum.database import engine
from museum.models import Base


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://museum") as client:
        print((await client.get("/exhibits/1")).status_code)
