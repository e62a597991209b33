"""A receipt is mailed after the response, if somebody asks for it; by then the sale is committed."""
# requires: sqlalchemy>=2.0, fastapi>=0.118, httpx>=0.27,<1

from __future__ import annotations

import httpx
from shop.app import app
from shop.models import Base, Sale
from shop.sessions import Sessions, engine


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Sessions() as session:
        session.add(Sale(id=1, buyer="Ada", total=12))
        await session.commit()
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://shop") as client:
        print((await client.post("/sales/1/pay?receipt=true")).json())
