"""A column is read that the query has left out.

**What really happens.** `deferred()`, `mapped_column(deferred=True)`, `defer()` and `load_only()`
keep columns out of the SELECT. Reading one is a SELECT of its own in the middle of an attribute
access: `sqlalchemy.exc.MissingGreenlet`. That the object is new does not help: after its flush, a
deferred column is there only if it was given.

**When it is silent.** When it is not known how the object was loaded; when `undefer()` or
`load_only()` names the column, or `undefer_group()` its group; for primary keys, which are always
loaded; with `raiseload=True`, which is an error of its own.

**Columns of subclasses.** A query of a base class leaves out the columns that its subclasses add,
with joined tables and with a single one. After `isinstance(pet, Dog)`, `case Dog():` or a test of
the discriminator, reading them is such a SELECT as well, unless `selectin_polymorphic()`,
`with_polymorphic()`, `of_type()` or `polymorphic_load` has loaded them.

**How to mend it.** Load it with the query: name it in `load_only()`, or add `undefer()`. Or `await
session.refresh(object, ["name"])`; a `refresh()` without names leaves deferred columns out again,
also those that `undefer_group()` had brought, but brings those of a subclass.
"""

from __future__ import annotations

from flake8_greenlet.checkers import loading, receiver_of, worded
from flake8_greenlet.events import AttributeRead, Deferred

SUMMARY = "column read that the query has left out"
EVENTS = (AttributeRead,)


def check(event: AttributeRead) -> str | None:
    if not isinstance(event.cause, Deferred):
        return None
    name = f"{event.owner}.{event.attribute}"
    receiver = receiver_of(event)
    base = event.cause.base
    if base is not None:
        return worded(
            f"{name} is not loaded by a query of {base}",
            f"add selectin_polymorphic({base}, [{event.owner}]) to it",
            f"await session.refresh({receiver})",
            brief=f"await session.refresh({receiver})",
        )
    return worded(
        f"{name} is deferred and not loaded",
        f"load it with undefer({name})",
        loading(event),
        brief="undefer() it in the query",
    )
