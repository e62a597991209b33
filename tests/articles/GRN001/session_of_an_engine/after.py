from sqlalchemy import create_engine, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from .models import Note

engine = create_async_engine("sqlite+aiosqlite:///notes.db")


async def all_notes():
    async with AsyncSession(engine) as session:
        return (await session.scalars(select(Note))).all()
