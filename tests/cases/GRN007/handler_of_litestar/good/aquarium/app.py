from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NoReturn

from aquarium.models import Base, Fish, Tank
from aquarium.tanks import TankController
from litestar import Litestar, Request
from litestar.di import Provide
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///aquarium.db")
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def open_database() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        session.add(Tank(id=2, litres=90, fishes=[Fish(species="tetra")]))
        await session.commit()


async def provide_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


def show_everything(request: Request, error: Exception) -> NoReturn:
    raise error


app = Litestar(
    route_handlers=[TankController],
    dependencies={"db_session": Provide(provide_session)},
    exception_handlers={Exception: show_everything},
)
