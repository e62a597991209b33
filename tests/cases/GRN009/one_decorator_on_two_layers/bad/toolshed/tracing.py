from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

logger = logging.getLogger(__name__)


def traced(function: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.iscoroutinefunction(function):

        @wraps(function)
        async def later(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return await function(*args, **kwargs)
            finally:
                logger.debug("%s: %.3f s", function.__name__, time.perf_counter() - started)

        return later

    @wraps(function)
    def at_once(*args: Any, **kwargs: Any) -> Any:
        logger.debug("%s", function.__name__)
        return function(*args, **kwargs)

    return at_once
