"""An attribute is read after `commit()` has expired it.

**What really happens.** Unless `expire_on_commit` is False, a commit empties every object of the
session, its primary key included; the next read is a SELECT in the middle of an attribute
access: `sqlalchemy.exc.MissingGreenlet`.

**When it is silent.** When the factory that made the session is not in sight, or sets
`expire_on_commit=False`; after `refresh()`; for values that were read before the commit.

**How to mend it.** `async_sessionmaker(engine, expire_on_commit=False)` is what SQLAlchemy
recommends for asyncio. Else `await session.refresh(object)` after the commit, or keep the value
in a variable before it. A refresh loads again what the object's query has loaded; another
relationship needs its name: `await session.refresh(object, ["name"])`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import loading, receiver_of, worded
from flake8_greenlet.events import AttributeRead, Expired, Kind

SUMMARY = "attribute read after `commit()` expired it"
EVENTS = (AttributeRead,)


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, Expired) or event.cause.by != "commit()":
        return None
    receiver = receiver_of(event)
    return worded(
        f"{event.owner}.{event.attribute} was expired by commit()",
        "use expire_on_commit=False",
        # Without names, a refresh drops every relationship that the object's query did not load.
        f"await session.refresh({receiver})" if event.kind is Kind.COLUMN else loading(event),
    )
