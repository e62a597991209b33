"""Every answer comes in an envelope, which takes anything until the response model reads it."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from helpdesk.app import app
from helpdesk.database import engine, factory
from helpdesk.models import Agent, Base, Ticket


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Agent(name="Kim", tickets=[Ticket(id=1, subject="printer")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://helpdesk") as client:
        await client.get("/tickets/1")  # here: ResponseValidationError
