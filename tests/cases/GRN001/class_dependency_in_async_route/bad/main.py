"""A class that is a dependency has a synchronous session; in an async route, its method blocks."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from quarry.api import app
from quarry.database import Base, engine

Base.metadata.create_all(engine)


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://quarry") as client:
        print((await client.get("/stones")).json())
