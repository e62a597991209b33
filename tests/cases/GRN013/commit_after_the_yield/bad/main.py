"""The session commits after the `yield`, when the answer has long been read; the route's own commit is too early."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from port.api import app
from port.database import Session, engine
from port.models import Base, Crew, Ship


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Ship(id=1, name="Ada", crews=[Crew(name="deck")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://port") as client:
        await client.get("/ships/1")  # here: ResponseValidationError
