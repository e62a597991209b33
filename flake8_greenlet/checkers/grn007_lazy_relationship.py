"""A relationship is read, or written through, that nothing has loaded.

**What really happens.** SQLAlchemy would have to run a SELECT in the middle of an attribute
access, where nothing can be awaited: `sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been
called; can't call await_only() here.` A new object is no exception: after its flush, only what
it was given is there, and `lazy="selectin"` does not help it.

**When it is silent.** When it is not known how the object was loaded, when an option may have
loaded it, when the identity map may answer a many-to-one, inside `run_sync()`, and where
`MissingGreenlet` is expected.

**How to mend it.** Load it with the query: `selectinload()` for collections, `joinedload()` for
a single object. What a subclass adds to a class that is queried needs `selectin_polymorphic()` as
well. Or `await session.refresh(object, ["name"])`, or `await
object.awaitable_attrs.name` with `AsyncAttrs`. Such a refresh does not ask for the parent of an
object of the same class; `await session.run_sync(lambda _: object.parent)` does.
`lazy="raise_on_sql"` on the relationship turns the mistake into an error wherever it is made.
"""

from __future__ import annotations

from flake8_greenlet.checkers import loading, receiver_of, worded
from flake8_greenlet.events import AttributeRead, Kind, NeverLoaded

SUMMARY = "relationship read that nothing has loaded"
EVENTS = (AttributeRead,)


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, NeverLoaded):
        return None
    name = f"{event.owner}.{event.attribute}"
    receiver = receiver_of(event)
    by_itself = loading(event)
    if event.has_awaitable_attrs:
        by_itself = f"await {receiver}.awaitable_attrs.{event.attribute}"
    if event.cause.new:
        return worded(f"{name} of a new object is not loaded by flush or commit", by_itself)
    option = "joinedload" if event.kind is Kind.SCALAR else "selectinload"
    base = event.cause.base
    if base is not None:
        return worded(
            f"{name} is not loaded by a query of {base}",
            f"add selectin_polymorphic({base}, [{event.owner}]) and {option}({name}) to it",
            by_itself,
            brief=by_itself,
        )
    return worded(f"{name} is not loaded here", f"add {option}({name}) to the select()", by_itself)
