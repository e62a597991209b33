"""A route creates a row through a repository and answers with its columns."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from pantry.api import app
from pantry.database import create_tables


async def main() -> None:
    await create_tables()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://pantry") as client:
        print((await client.post("/jars", params={"label": "plum"})).json())
