"""A route that could not book a seat answers with the row that its rollback has emptied."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from theatre.api import app
from theatre.database import SessionFactory, engine
from theatre.models import Base, Seat


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add_all([Seat(id=1, number=1, guest="Ada"), Seat(id=2, number=2)])
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://theatre") as client:
        seat = (await client.post("/seats/2/move", params={"number": 1})).json()
    print(seat["number"])
