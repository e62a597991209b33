"""The route is fine; the async dependency that it needs is handed a sync session."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from forum.api import app
from forum.database import create_tables

create_tables()


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://forum") as client:
        print((await client.get("/me", params={"token": "t-1"})).json())
