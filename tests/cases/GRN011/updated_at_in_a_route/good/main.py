"""The value is fetched after the commit."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from blog.api import app
from blog.database import Session, create_tables
from blog.models import Article


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add(Article(title="Draft"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://blog") as client:
        print((await client.patch("/articles/1", params={"title": "Greenlets"})).json())
