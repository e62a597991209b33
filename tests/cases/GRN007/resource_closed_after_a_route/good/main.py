"""A route gets a resource of dependency-injector, which lasts for the request, by annotation."""
# requires: sqlalchemy>=2.0, fastapi, dependency-injector>=4.49, httpx>=0.27,<1

from __future__ import annotations

import httpx
from courts.app import app, container
from courts.models import Base, Court, Match


async def main() -> None:
    async with container.engine().begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container.sessions()() as session:
        session.add(Court(id=1, surface="clay", matches=[Match(name="final")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://courts") as client:
        print((await client.get("/courts/1")).json())
