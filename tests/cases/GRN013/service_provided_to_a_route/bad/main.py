"""The extension provides a service to a route, and the service loads no more than it is told to."""
# requires: sqlalchemy>=2.0, advanced-alchemy, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from dogs.api import app
from dogs.database import config
from dogs.models import Base, Dog, Kennel


async def main() -> None:
    async with config.get_engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with config.get_session() as session:
        session.add(Kennel(id=1, town="York", dogs=[Dog(name="Rex")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://dogs") as client:
        await client.get("/kennels/1")  # here: ResponseValidationError
