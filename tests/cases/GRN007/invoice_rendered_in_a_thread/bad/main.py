"""A route renders an invoice in the thread pool, where its lines cannot be loaded."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from billing.api import app
from billing.database import SessionFactory, engine
from billing.models import Base, Invoice, Line


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Invoice(id=1, number="2024-1", lines=[Line(amount=12)]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://billing") as client:
        await client.get("/invoices/1")  # here: MissingGreenlet
