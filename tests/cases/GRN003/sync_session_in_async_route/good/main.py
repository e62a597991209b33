"""The best known FastAPI tutorial's get_db(), in a route that has become `async def`."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from app.api import app
from app.database import Base, SessionLocal, engine
from app.models import User

Base.metadata.create_all(engine)
with SessionLocal.begin() as db:
    db.add(User(name="ada"))


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
        print((await client.get("/users")).json())
