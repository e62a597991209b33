from __future__ import annotations

from forum.sessions import ForumSession
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_async_engine("sqlite+aiosqlite:///forum.db")
Sessions = sessionmaker(engine, class_=ForumSession)
