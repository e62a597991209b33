"""A value that the database makes is read before anything has fetched it.

**What really happens.** After the flush of an UPDATE, or of an INSERT, SQLAlchemy does not know
what the database has put into a column with `onupdate=func.now()`, a `server_default` without
RETURNING, a `column_property()`, or an attribute that was assigned an SQL expression. It marks the
attribute as expired, also with `expire_on_commit=False`, and the next read is a SELECT in the
middle of an attribute access: `sqlalchemy.exc.MissingGreenlet`.

**When it is silent.** With `eager_defaults=True`, which has these defaults fetched by the flush;
for an `onupdate` that Python works out; where nothing was changed, so that there is no UPDATE; for
a `server_default` of which nobody knows whether the database can return it.

**How to mend it.** `await session.refresh(object, ["name"])` after the flush or the commit.
Columns with `onupdate` or `server_default` can do without: `__mapper_args__ = {"eager_defaults":
True}` on the class (from SQLAlchemy 2.0 on also for `onupdate`), or a Python function instead, such
as `onupdate=lambda: datetime.now(timezone.utc)`.
"""

from __future__ import annotations

from flake8_greenlet.checkers import loading, worded
from flake8_greenlet.events import AttributeRead, Generated

SUMMARY = "value made by the database, read before it was fetched"
EVENTS = (AttributeRead,)


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, Generated):
        return None
    return worded(
        f"{event.owner}.{event.attribute} is not fetched by the flush",
        loading(event),
        brief="refresh() it by name",
    )
