from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import sessionmaker


class Storage:
    def __init__(self, path: str) -> None:
        self.engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
        self.sessions = sessionmaker(self.engine, class_=AsyncSession)

    async def ping(self) -> bool:
        async with self.sessions() as session:
            return (await session.execute(text("SELECT 1"))).scalar() == 1
