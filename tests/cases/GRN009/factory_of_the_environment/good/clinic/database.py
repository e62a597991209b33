from __future__ import annotations

import os

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///clinic.db")

if os.environ.get("CLINIC_TESTING"):
    Sessions = async_sessionmaker(engine, expire_on_commit=False)
else:
    Sessions = async_sessionmaker(engine)

WorkerSessions = async_sessionmaker(engine, expire_on_commit=False)
