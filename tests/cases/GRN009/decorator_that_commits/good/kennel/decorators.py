from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

T = TypeVar("T")


def transactional(method: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    @wraps(method)
    async def wrapper(self: Any, *args: Any, **kwargs: Any) -> T:
        try:
            result = await method(self, *args, **kwargs)
        except Exception:
            await self.session.rollback()
            raise
        await self.session.commit()
        return result

    return wrapper
