"""A container hands the session to a service, which knows it by its annotation only."""
# requires: sqlalchemy>=2.0, dishka

from __future__ import annotations

from dishka import make_async_container
from harbour.models import Base, Berth, Ship
from harbour.providers import DatabaseProvider, ServiceProvider
from harbour.services import BerthService
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession


async def main() -> None:
    container = make_async_container(DatabaseProvider(), ServiceProvider())
    engine = await container.get(AsyncEngine)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with container() as request:
        session = await request.get(AsyncSession)
        session.add(Berth(id=7, ship=Ship(name="Ada")))
        await session.commit()
    async with container() as request:
        service = await request.get(BerthService)
        print(await service.who_is_at(7))
    await container.close()
