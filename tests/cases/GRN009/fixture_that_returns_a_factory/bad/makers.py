from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from models import Base, Ticket
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

MakeTicket = Callable[..., Awaitable[Ticket]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def db() -> AsyncIterator[AsyncSession]:
    engine = create_async_engine("sqlite+aiosqlite://")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with async_sessionmaker(engine)() as db:
        yield db
    await engine.dispose()


@pytest.fixture
def make_ticket(db: AsyncSession) -> MakeTicket:
    async def make(title: str, rank: int = 0) -> Ticket:
        ticket = Ticket(title=title, rank=rank)
        db.add(ticket)
        await db.commit()
        await db.refresh(ticket)
        return ticket

    return make
