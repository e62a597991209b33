"""The dependency that an application gives to all routes of a router commits in a session of its own."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from gym.app import app
from gym.database import Base, Member, engine, factory


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Member(id=1, name="Ada"))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gym") as client:
        print((await client.get("/members/1")).json())
