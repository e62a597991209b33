"""A class with a table is the response model: nothing of the new station is read, nor written."""
# requires: sqlalchemy>=2.0, sqlmodel, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from radio.app import app
from radio.database import engine
from sqlmodel import SQLModel


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://radio") as client:
        answer = await client.post("/stations", json={"name": "one", "frequency": 98.5})
    if answer.json() == {}:
        raise ValueError("nothing is in the answer")  # here: ValueError
