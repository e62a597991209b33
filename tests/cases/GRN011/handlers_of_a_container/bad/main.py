"""Handlers are resolved from a container of punq: what they flush is not what they may read."""
# requires: sqlalchemy>=2.0, punq

from __future__ import annotations

from garden.bootstrap import bootstrap
from garden.models import Base
from garden.handlers import Planted, PlantHandler
from sqlalchemy.ext.asyncio import AsyncEngine


async def main() -> None:
    container = bootstrap("sqlite+aiosqlite:///garden.db")
    engine: AsyncEngine = container.resolve(AsyncEngine)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    handler = container.resolve(PlantHandler)
    await handler(Planted("rose"))  # here: MissingGreenlet
