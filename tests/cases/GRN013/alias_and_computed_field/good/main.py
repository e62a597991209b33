"""A computed field is worked out of a field that the answer leaves out, but reads it all the same."""
# requires: sqlalchemy>=2.0, fastapi, pydantic>=2, httpx>=0.27,<1

from __future__ import annotations

import httpx
from canteen.api import app
from canteen.database import Session, engine
from canteen.models import Base, Dish, Menu


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Menu(id=1, day="Monday", dishes=[Dish(cents=450)]))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://canteen") as client:
        print((await client.get("/menus/1")).json())
