from __future__ import annotations

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///canteen.db")
Session = async_sessionmaker(engine)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with Session() as session:
        yield session
