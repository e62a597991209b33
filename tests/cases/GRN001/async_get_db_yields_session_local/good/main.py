"""Both the route and its dependency are plain functions: FastAPI runs both in threads."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from app.api import app
from app.database import Base, SessionLocal, engine
from app.models import Room


def seed() -> None:
    Base.metadata.create_all(engine)
    with SessionLocal.begin() as db:
        db.add_all([Room(name="attic"), Room(name="cellar")])


seed()


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hotel") as client:
        response = await client.get("/rooms")
    print(response.json())
