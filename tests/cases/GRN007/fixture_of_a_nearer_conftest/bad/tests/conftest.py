from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from orders.models import Base, Item, Order
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///orders.db")
SessionFactory = async_sessionmaker(engine)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
async def tables(anyio_backend: str) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield
    await engine.dispose()


@pytest.fixture
async def session() -> AsyncIterator[AsyncSession]:
    async with SessionFactory() as session:
        yield session


@pytest.fixture
async def order() -> Order:
    async with SessionFactory() as session, session.begin():
        order = Order(items=[Item(price=3), Item(price=4)])
        session.add(order)
        await session.flush()
        session.expunge_all()
    return order
