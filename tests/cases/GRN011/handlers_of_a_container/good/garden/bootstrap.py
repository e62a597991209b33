from __future__ import annotations

import punq
from garden.handlers import PlantHandler
from garden.ports import Beds
from garden.storage import StoredBeds
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)


def bootstrap(url: str) -> punq.Container:
    container = punq.Container()
    engine = create_async_engine(url)
    sessions = async_sessionmaker(engine, expire_on_commit=False)
    container.register(AsyncEngine, instance=engine)
    container.register(AsyncSession, factory=lambda: sessions())
    container.register(Beds, StoredBeds)
    container.register(PlantHandler)
    return container
