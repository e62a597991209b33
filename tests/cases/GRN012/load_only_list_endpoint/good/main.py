"""load_only() names everything that is read."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from staff.api import app
from staff.database import Session, create_tables
from staff.models import Employee


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Employee(name="Ann", email="ann@example.org", photo=b"..."))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://staff") as client:
        print((await client.get("/employees")).json())
