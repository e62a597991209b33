"""A generic page is validated from rows, and its items have what the query left out."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from clinic.app import app
from clinic.database import engine, factory
from clinic.models import Base, Owner, Pet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Owner(name="Ada", pets=[Pet(name="Rex")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic") as client:
        await client.get("/owners")  # here: ValidationError
