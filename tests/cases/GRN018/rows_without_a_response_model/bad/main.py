"""A route without a response model writes out a row that its service has committed: it is empty."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from nursery.api import app
from nursery.database import Session, engine
from nursery.models import Base, Plant


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Plant(id=1, name="Fern", pots=2))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://nursery") as client:
        answer = (await client.get("/plants/1/pot")).json()
    assert answer["pots"] == 3  # here: KeyError
