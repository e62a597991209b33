from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

# Whatever pools the connections stands before the database.
engine = create_async_engine("sqlite+aiosqlite:///kitchen.db", poolclass=NullPool)
Session = async_sessionmaker(engine, expire_on_commit=False)
