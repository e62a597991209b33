"""A route leaves the mail to a background task, which reads what the route has not loaded."""
# requires: sqlalchemy>=2.0, fastapi>=0.118, httpx>=0.27,<1

from __future__ import annotations

import httpx
from theatre.app import app
from theatre.models import Base, Booking, Guest, Show
from theatre.sessions import Sessions, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        session.add(Booking(id=1, guest=Guest(name="Ada"), show=Show(title="Hamlet")))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://theatre") as client:
        print((await client.post("/bookings/1/confirm")).json())
