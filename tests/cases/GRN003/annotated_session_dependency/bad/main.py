"""The dependency is an Annotated alias in a module of its own."""
# requires: sqlalchemy>=2.0, fastapi, httpx>=0.27,<1

from __future__ import annotations

import httpx
from fastapi import FastAPI
from library.database import create_tables
from library.routes import router

app = FastAPI()
app.include_router(router)
create_tables()


async def main() -> None:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://library") as client:
        await client.post("/shelves", params={"label": "poetry"})
        print((await client.get("/shelves")).json())
