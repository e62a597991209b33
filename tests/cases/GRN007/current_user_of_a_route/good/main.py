"""A dependency loads the current user; the route reads what the dependency did not load."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from fastapi import FastAPI
from store.database import SessionFactory, create_tables
from store.models import Order, User
from store.routes import router

app = FastAPI()
app.include_router(router)


async def main() -> None:
    await create_tables()
    async with SessionFactory.begin() as session:
        session.add(User(token="t-1", name="ada", orders=[Order(product="tea")]))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://store") as client:
        print((await client.get("/orders", params={"token": "t-1"})).json())
