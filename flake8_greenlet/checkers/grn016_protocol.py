"""`await` or `async` where SQLAlchemy's object does not have it, or none where it does.

**What really happens.** `await session.add(user)` adds the user and raises `TypeError: object
NoneType can't be used in 'await' expression`; `await result.scalars()` raises the same of a
`ScalarResult`. `with AsyncSession()` and `with engine.begin()` raise `TypeError: … object does not
support the context manager protocol`, before Python 3.11 `AttributeError: __enter__`. `async for`
over a result that holds its rows, and `for` over a stream, raise `TypeError`.
`user.awaitable_attrs.posts` is a coroutine until it is awaited; on a class without `AsyncAttrs` it
is an `AttributeError`.

**When it is silent.** When a model has a base that cannot be followed, which may bring `AsyncAttrs`
along. A coroutine that lacks its `await` is GRN002, as in `await session.execute(query).all()`,
which lacks one further in.

**How to mend it.** Those methods of an `AsyncSession` that only take note (`add()`, `expire()`,
`expunge()`) and all of a `Result` are plain. Of a stream, `all()`, `one()` and `first()` are
coroutines, and `scalars()` is not. Sessions, connections and their transactions are entered with
`async with`; what `stream()` gives is gone through with `async for`, all else with `for`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import (
    AwaitedTooMuch,
    CoroutineDropped,
    NoAwaitableAttrs,
    WrongProtocol,
)

SUMMARY = "`await` or `async` too much, or too little, for what SQLAlchemy gives"
EVENTS = (AwaitedTooMuch, WrongProtocol, NoAwaitableAttrs, CoroutineDropped)


def check(
    event: AwaitedTooMuch | WrongProtocol | NoAwaitableAttrs | CoroutineDropped,
) -> str | None:
    if isinstance(event, AwaitedTooMuch):
        return worded(f"{event.what} is no coroutine, to await it is a TypeError", "drop the await")
    if isinstance(event, WrongProtocol):
        return worded(_unsupported(event), f"use {_other(event.keyword)}")
    if isinstance(event, NoAwaitableAttrs):
        return f"{event.owner} has no awaitable_attrs: derive it, or its base, from AsyncAttrs"
    if event.owner != "AsyncAttrs":
        return None
    return worded(f"{event.call} is a coroutine", f"await {event.call}", brief="await it")


def _unsupported(event: WrongProtocol) -> str:
    if event.keyword.endswith("with"):
        return f"{event.what} cannot be entered by a plain {event.keyword}"
    if event.keyword == "for":
        return f"a plain for cannot go through the {event.what} of a stream"
    return f"async for cannot go through a {event.what}, which holds its rows"


def _other(keyword: str) -> str:
    return keyword.removeprefix("async ") if keyword.startswith("async ") else f"async {keyword}"
