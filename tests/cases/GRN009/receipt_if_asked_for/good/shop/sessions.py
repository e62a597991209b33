from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")
Sessions = async_sessionmaker(engine)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with Sessions() as session:
        yield session


Database = Annotated[AsyncSession, Depends(get_session)]
