from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")
logger = logging.getLogger(__name__)


def retry_on_conflict(
    attempts: int = 3, delay: float = 0.01
) -> Callable[[Callable[..., Awaitable[T]]], Callable[..., Awaitable[T]]]:
    def decorator(function: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
        @wraps(function)
        async def wrapper(session: AsyncSession, *args: Any) -> T:
            attempt = 0
            while True:
                try:
                    return await function(session, *args, attempt=attempt)
                except IntegrityError:
                    await session.rollback()
                    attempt += 1
                    if attempt >= attempts:
                        raise
                    logger.info("%s: attempt %d", function.__name__, attempt)
                    await asyncio.sleep(delay)

        return wrapper

    return decorator
