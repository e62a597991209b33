"""A route gathers two queries of one repository, which has one session.

The good twin asks FastAPI for a session for each of the two."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from library.api import app
from library.database import Session, engine
from library.models import Base, Loan


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add_all([Loan(title="Emma", late=True), Loan(title="Ulysses", late=False)])
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://library") as client:
        print((await client.get("/desk")).json())
