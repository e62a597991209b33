"""The service that FastAPI makes for a route commits in the session of the current member."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from gym.app import app
from gym.database import engine, factory
from gym.models import Base, Member


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Member(id=1, name="Lea", visits=3))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gym") as client:
        await client.post("/visits")  # here: MissingGreenlet
