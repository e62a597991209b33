from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from garage.models import Base, Car
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def session() -> AsyncIterator[AsyncSession]:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with AsyncSession(engine) as session:
        yield session
    await engine.dispose()


@pytest.fixture
async def car(session: AsyncSession) -> Car:
    car = Car(plate="B 12")
    session.add(car)
    await session.commit()
    await session.refresh(car)
    return car
