"""Litestar provides the session by its name, and the handler reads what it never loaded."""
# requires: sqlalchemy>=2.0, litestar, httpx>=0.27,<1

from __future__ import annotations

import httpx
from aquarium.app import app, open_database


async def main() -> None:
    await open_database()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://aquarium") as client:
        print((await client.get("/tanks/2")).json())
