"""Coroutines of a session that are stored, handed on or returned, and awaited elsewhere."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import User


async def commit_all(sessions: list[AsyncSession]) -> None:
    commits = [session.commit() for session in sessions]
    await asyncio.gather(*commits)


async def commit_in_time(session: AsyncSession) -> None:
    await asyncio.wait_for(session.commit(), timeout=5)


async def commit_in_a_task(session: AsyncSession) -> None:
    task = asyncio.create_task(session.commit())
    await task


async def execute_later(session: AsyncSession):
    pending = session.execute(select(User))
    print("asking")
    result = await pending
    return result.scalars().all()


def save(session: AsyncSession, user: User):
    session.add(user)
    return session.commit()


def load(session: AsyncSession, user_id: int):
    return session.get(User, user_id)
