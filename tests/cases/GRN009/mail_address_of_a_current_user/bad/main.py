"""An order is committed in the session of fastapi-users' current user, whose e-mail is read then."""
# requires: sqlalchemy>=2.0, fastapi, fastapi-users>=14, fastapi-users-db-sqlalchemy>=6, httpx>=0.27,<1

from __future__ import annotations

import httpx
from canteen.app import app
from canteen.auth import get_strategy
from canteen.database import Base, Sessions, engine
from canteen.models import Guest


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        guest = Guest(email="ada@canteen.example", hashed_password="-")
        session.add(guest)
        await session.flush()
        token = await get_strategy().write_token(guest)
        await session.commit()
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://canteen", headers=headers
    ) as client:
        print((await client.post("/meals?dish=soup")).json())
