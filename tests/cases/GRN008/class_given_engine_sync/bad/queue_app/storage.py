from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import sessionmaker


class Storage:
    def __init__(self, path: str) -> None:
        self.engine = create_engine(f"sqlite:///{path}")
        self.sessions = sessionmaker(  # GRN008: ArgumentError later
            self.engine, class_=AsyncSession
        )

    async def ping(self) -> bool:
        async with self.sessions() as session:  # here: ArgumentError: AsyncEngine expected, got
            return (await session.execute(text("SELECT 1"))).scalar() == 1
