"""A route reads a relationship of the current user, whom fastapi-users loads without it."""
# requires: sqlalchemy>=2.0, fastapi-users, fastapi-users-db-sqlalchemy, httpx>=0.27,<1

from __future__ import annotations

import httpx
from rowing.app import app
from rowing.auth import get_jwt_strategy
from rowing.models import Base, Boat, User, engine, factory


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        user = User(email="ada@example.org", hashed_password="x", boats=[Boat(name="Swift")])
        session.add(user)
        await session.commit()
    headers = {"Authorization": f"Bearer {await get_jwt_strategy().write_token(user)}"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://rowing") as client:
        await client.get("/boats", headers=headers)  # here: MissingGreenlet
