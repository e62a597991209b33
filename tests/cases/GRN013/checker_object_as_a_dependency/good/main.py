"""An object checks the scope and hands on the account, without what the answer needs."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from bank.app import app
from bank.database import engine, factory
from bank.models import Account, Base, Card


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Account(id=1, scope="read", cards=[Card(number="4711")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bank") as client:
        print((await client.get("/account")).json())
