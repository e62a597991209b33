"""A class has the session and the player for all of its routes; one of them commits."""
# requires: sqlalchemy>=2.0, fastapi, fastapi-utils>=0.8, typing-inspect, httpx>=0.27,<1

from __future__ import annotations

import httpx
from arcade.app import app
from arcade.database import engine, factory
from arcade.models import Base, Player


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Player(id=1, name="Jo", score=10))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://arcade") as client:
        await client.post("/scores/7")  # here: MissingGreenlet
