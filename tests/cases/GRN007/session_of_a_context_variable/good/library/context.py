from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

P = ParamSpec("P")
T = TypeVar("T")

engine = create_async_engine("sqlite+aiosqlite:///library.db")
Sessions = async_sessionmaker(engine, expire_on_commit=False)
session_in_context: ContextVar[AsyncSession] = ContextVar("session_in_context")


def transactional(function: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    @wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        async with Sessions.begin() as session:
            token = session_in_context.set(session)
            try:
                return await function(*args, **kwargs)
            finally:
                session_in_context.reset(token)

    return wrapper
