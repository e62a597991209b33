"""A dynamic or write-only relationship is used like a collection that is loaded.

**What really happens.** Neither ever holds its members. `lazy="dynamic"` gives a query of the old
kind, and iteration, an index, a slice, `in`, `.all()`, `.first()`, `.count()` and assignment ask
the database on the spot: `sqlalchemy.exc.MissingGreenlet`. It has no `len()`: `TypeError`.
`lazy="write_only"` gives an object that takes members in and lets them go, and nothing else:
`TypeError` from iteration, an index, `in` and `len()`, `AttributeError` from `.append()` and
`.all()`, `InvalidRequestError` from assignment.

**When it is silent.** For what asks nothing: `.add()`, `.append()` and `.remove()`, `.select()`,
`.statement`, a `.filter()` that nobody goes through, a test of truth. For a dynamic relationship
inside `run_sync()`, where nobody knows the object's session, and with a `query_class` of its own,
which may have any methods.

**How to mend it.** Await the session with the collection's statement: `await
session.scalars(user.posts.select())` of a write-only relationship, `await
session.scalars(user.posts.statement)` of a dynamic one; both take `.where()`, `.order_by()` and
`.limit()`. Count with `select(func.count())`. Or make it a relationship like any other, and load it
with `selectinload()`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import LargeCollectionUsed

SUMMARY = "dynamic or write-only relationship used as a collection"
EVENTS = (LargeCollectionUsed,)

_COUNTING = {"len()", ".count()"}
_ADDING = {".append()": ".add()", ".extend()": ".add_all()"}
"""What a write-only collection calls what others have."""


def check(event: LargeCollectionUsed) -> str:
    kind = "write-only" if event.is_write_only else "dynamic"
    trouble = "asks the database" if event.asks_database else "is not possible"
    return worded(
        f"{event.owner}.{event.attribute} is {kind}, {event.use} {trouble}",
        *_mends(event),
        brief="await the session with its statement",
    )


def _mends(event: LargeCollectionUsed) -> list[str]:
    collection = f"{event.receiver or 'object'}.{event.attribute}"
    if event.use == "assignment":
        return ["add and remove its members"]
    if event.is_write_only and event.use in _ADDING:
        return [f"call {collection}{_ADDING[event.use]}"]
    if event.use in _COUNTING:
        return ["await session.scalar() of a select(func.count())"]
    statement = f"{collection}.select()" if event.is_write_only else f"{collection}.statement"
    return [f"await session.scalars({statement})"]
