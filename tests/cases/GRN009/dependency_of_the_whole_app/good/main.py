"""A dependency of the whole app commits, and expires the user that a route's own dependency has loaded."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from blog.api import app
from blog.database import Session, engine
from blog.models import Base, Post, Reader


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Reader(id=1, name="Ada", visits=0, posts=[Post(title="Tea")]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://blog") as client:
        print((await client.get("/me")).json())
