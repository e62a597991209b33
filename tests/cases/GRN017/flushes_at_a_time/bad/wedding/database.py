from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///wedding.db")
Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
