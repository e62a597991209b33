"""The route awaits what it returns."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from harbour.api import app
from harbour.database import Base, Berth, engine, open_session


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with open_session() as session:
        session.add(Berth(id=7, length=12))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://harbour") as client:
        print(await client.get("/berths/7"))
