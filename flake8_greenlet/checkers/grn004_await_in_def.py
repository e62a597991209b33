"""`await` stands in a plain `def`, or a plain `def` calls what it could never await.

**What really happens.** Python refuses to compile a module with `await`, `async for` or
`async with` in a plain `def`: `SyntaxError: 'await' outside async function`. A plain `def` that
calls `session.execute()` of an `AsyncSession` gets a coroutine and no result.

**When it is silent.** A plain `def` that returns the coroutine, hands it on, or merely passes
the session along is fine. `await` at the top level of a notebook is the notebook's.

**How to mend it.** Make the function an `async def`.
"""

from __future__ import annotations

from flake8_greenlet.events import CoroutineDropped, MisplacedAwait

SUMMARY = "`await`, or a coroutine that needs one, in a plain `def`"
EVENTS = (MisplacedAwait, CoroutineDropped)


def check(event: MisplacedAwait | CoroutineDropped) -> str | None:
    if isinstance(event, MisplacedAwait):
        if event.function is None:
            return f"{event.keyword!r} in a lambda is a SyntaxError: write an async def"
        return (
            f"{event.keyword!r} in the plain def {event.function}() is a SyntaxError: "
            "make it an async def"
        )
    if event.in_async or event.owner == "AsyncAttrs":
        return None
    return f"{event.call} returns a coroutine that a plain def cannot await: make it an async def"
