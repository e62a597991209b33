"""The lifespan keeps the factory in the state of the app, and a dependency takes it from there."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from museum.app import app, lifespan


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with (
        lifespan(app),
        httpx.AsyncClient(transport=transport, base_url="http://museum") as client,
    ):
        await client.get("/rooms/1")  # here: ResponseValidationError
