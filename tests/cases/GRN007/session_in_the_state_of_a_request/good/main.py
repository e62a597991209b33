"""A middleware of Starlette opens the session, and an endpoint takes it from the request's state."""
# requires: sqlalchemy>=2.0, starlette, httpx>=0.27,<1

from __future__ import annotations

import httpx
from observatory.app import app
from observatory.database import SessionFactory, engine
from observatory.models import Base, Moon, Planet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with SessionFactory() as session:
        session.add(Planet(id=4, title="Mars", moons=[Moon(name="Phobos")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://observatory") as client:
        print((await client.get("/planets/4")).json())
