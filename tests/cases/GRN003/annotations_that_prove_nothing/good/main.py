"""Unions, protocols and containers do not say which kind of session it is that they mean."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from mill.api import app
from mill.database import Base, engine

Base.metadata.create_all(engine)


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://mill") as client:
        for path in ("union", "optional", "protocol", "anything", "both", "either", "plain"):
            print((await client.get(f"/{path}")).json())
        print((await client.get("/sacks")).json())
