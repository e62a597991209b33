"""A route commits the session of its request, and that is the session of its service as well."""
# requires: sqlalchemy>=2.0, advanced-alchemy, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from tram.api import app
from tram.database import config
from tram.models import Base


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://tram") as client:
        await client.post("/stops", params={"name": "Market"})  # here: MissingGreenlet
