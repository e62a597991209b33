"""dishka injects the session into a route of FastAPI, which reads what it never loaded."""
# requires: sqlalchemy>=2.0, fastapi, dishka, httpx>=0.27,<1

from __future__ import annotations

import httpx
from garage.app import app, container
from garage.models import Base, Car, Repair
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def main() -> None:
    engine = await container.get(AsyncEngine)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container() as request:
        session = await request.get(AsyncSession)
        session.add(Car(id=1, plate="B-AD 1815", repairs=[Repair(cost=90)]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://garage") as client:
        print((await client.get("/cars/1")).json())
    await container.close()
