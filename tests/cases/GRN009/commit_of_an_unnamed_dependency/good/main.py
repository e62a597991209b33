"""A route depends on something without a name, which commits after the router has the tenant."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from hosting.app import app
from hosting.database import engine, factory
from hosting.models import Base, Tenant


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Tenant(id=1, name="acme", requests=0))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hosting") as client:
        print((await client.get("/plan")).json())
