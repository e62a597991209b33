"""What keeps tasks apart, and what may look like it: locks, semaphores, timeouts."""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.functions import Done
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class Guard(Known):
    """What is entered by `async with`; it `keeps_out` others, or does not."""

    keeps_out: bool

    @property
    def may_lock(self) -> bool:
        return self.keeps_out

    def async_enter(self, site: Site) -> Value:
        return NONE

    def get(self, name: str, site: Site) -> Value:
        if name != "acquire":
            return UNKNOWN

        def acquire(arguments: Arguments, where: Site) -> Value:
            # What `release()` gives back is not followed: it is held up to the end of the task.
            where.machine.tasks.guards += self.keeps_out
            return Done(TRUE)

        return Builtin(name, acquire)


def _lock(arguments: Arguments, site: Site) -> Value:
    return Guard(True)


def _semaphore(name: str) -> Callable[[Arguments, Site], Value]:
    def call(arguments: Arguments, site: Site) -> Value:
        """One that surely lets several in keeps nobody apart."""
        limit = arguments.get(0, name) or Constant(1)
        many = isinstance(limit, Constant) and isinstance(limit.value, int) and limit.value > 1
        return Guard(not many)

    return call


def _timeout(arguments: Arguments, site: Site) -> Value:
    return Guard(False)


NAMES: dict[str, Value] = {
    "anyio.CapacityLimiter": Builtin("CapacityLimiter", _semaphore("total_tokens")),
    "anyio.Lock": Builtin("Lock", _lock),
    "anyio.Semaphore": Builtin("Semaphore", _semaphore("initial_value")),
    "asyncio.BoundedSemaphore": Builtin("BoundedSemaphore", _semaphore("value")),
    "asyncio.Lock": Builtin("Lock", _lock),
    "asyncio.Semaphore": Builtin("Semaphore", _semaphore("value")),
    "asyncio.timeout": Builtin("timeout", _timeout),
    "asyncio.timeout_at": Builtin("timeout_at", _timeout),
}
