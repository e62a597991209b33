"""The route asks for an AsyncSession; its provider yields a Session."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from clinic.api import app
from clinic.database import create_tables

create_tables()


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic") as client:
        print((await client.get("/patients/1")).json())
