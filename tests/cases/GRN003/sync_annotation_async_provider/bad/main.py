"""A plain route with a Session annotation is given the async session of another provider."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from fleet.api import app
from fleet.database import create_tables

create_tables()


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://fleet") as client:
        print((await client.get("/vans")).json())
