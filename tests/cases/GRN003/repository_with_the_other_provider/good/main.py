"""The repository's provider yields what its parameter is annotated with."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from smithy.api import app
from smithy.database import Base, engine

Base.metadata.create_all(engine)


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://smithy") as client:
        print((await client.get("/anvils")).json())
