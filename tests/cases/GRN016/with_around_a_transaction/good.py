"""Transactions of asynchronous sessions and engines are entered with `async with`."""
# requires: sqlalchemy>=1.4, python>=3.11

from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

metadata = MetaData()
scores = Table("score", metadata, Column("points", Integer))
engine = create_async_engine("sqlite+aiosqlite:///game.db")


async def main_engine() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


async def main_session() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with AsyncSession(engine) as session, session.begin():
        print((await session.execute(select(scores.c.points))).all())
