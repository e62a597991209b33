from __future__ import annotations

from sqlalchemy.ext.asyncio import create_async_engine

from .models import Base

engine = create_async_engine("sqlite+aiosqlite:///clinic.db")


async def create_tables() -> None:
    Base.metadata.create_all(bind=engine)  # GRN014: AttributeError: 'AsyncEngine' object has no
