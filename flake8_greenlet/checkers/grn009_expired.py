"""An attribute is read after `commit()` has expired it.

**What really happens.** Unless `expire_on_commit` is False, a commit empties every object of the
session, its primary key included; the next read is a SELECT in the middle of an attribute
access: `sqlalchemy.exc.MissingGreenlet`.

**When it is silent.** When the factory that made the session is not in sight, or sets
`expire_on_commit=False`; after `refresh()`; for values that were read before the commit.

**How to mend it.** `async_sessionmaker(engine, expire_on_commit=False)` is what SQLAlchemy
recommends for asyncio. Else `await session.refresh(object)` after the commit, or keep the value
in a variable before it.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import AttributeRead, Expired

SUMMARY = "attribute read after `commit()` expired it"
EVENTS = (AttributeRead,)


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, Expired) or event.cause.by != "commit()":
        return None
    receiver = event.receiver or "the object"
    return worded(
        f"{event.owner}.{event.attribute} was expired by commit()",
        "use expire_on_commit=False",
        f"await session.refresh({receiver})",
    )
