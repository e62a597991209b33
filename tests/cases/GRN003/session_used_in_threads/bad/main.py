"""One of the routes that are handed a synchronous session uses it on the event loop."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from kennel.api import app
from kennel.database import Base, engine

Base.metadata.create_all(engine)


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://kennel") as client:
        print((await client.get("/dogs/count")).json())
        print((await client.get("/dogs")).json())
        print((await client.get("/dogs/first")).json())
