"""A dependency that is a plain def reads the role of the user, in a thread."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from newsroom.app import app
from newsroom.database import engine, factory
from newsroom.models import Base, Editor, Role


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with factory() as session:
        session.add(Editor(id=1, name="Max", role=Role(name="chief")))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://newsroom") as client:
        print((await client.get("/drafts")).json())
