"""A route that returns nothing leaves a reminder for each of its rows to a task."""
# requires: sqlalchemy>=2.0, fastapi>=0.118, httpx>=0.27,<1

from __future__ import annotations

import httpx
from reading_room.app import app
from reading_room.models import Base, Book, Reader
from reading_room.sessions import Sessions, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        session.add(Reader(name="Ada", books=[Book(title="Emma")]))
        session.add(Reader(name="Bob", books=[Book(title="Kim")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
        print((await client.post("/reminders")).status_code)
