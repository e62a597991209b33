"""A schema reads an attribute that is not loaded, or has expired.

**What really happens.** Pydantic reads the attributes of the object that its fields name. A
relationship that nothing has loaded, and whatever a commit or a rollback has expired, asks the
database from there: the MissingGreenlet comes out as `pydantic_core.ValidationError`, and where
FastAPI validates what a route returns, as `fastapi.exceptions.ResponseValidationError`, with "Error
extracting attribute: MissingGreenlet" in it.

**When it is silent.** For fields that nobody can tell: behind an alias generator, a validator that
gets the object first (`mode="before"`), or a base class that is not the project's. What
`response_model_exclude` leaves out of the answer is read all the same.

**How to mend it.** Load what the schema needs with the query: `selectinload()` for collections,
`joinedload()` for single objects, one step for each level of schemas. Or leave the field out of the
schema. What has expired comes back with `await session.refresh(object)` before it is returned.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import Deferred, Expired, Generated, Kind, SchemaRead

SUMMARY = "a schema reads an attribute that is not loaded"
EVENTS = (SchemaRead,)


def check(event: SchemaRead) -> str | None:
    read = event.read
    attribute = f"{read.owner}.{read.attribute}"
    cause = read.cause
    if isinstance(cause, Expired):
        return worded(
            f"{event.field} reads {attribute}, which was expired by {cause.by}",
            "refresh() it first",
        )
    if isinstance(cause, Generated):
        return worded(
            f"{event.field} reads {attribute}, which the database makes", "refresh() it first"
        )
    if isinstance(cause, Deferred):
        mend = f"undefer({attribute})"
    else:
        mend = f"{'joinedload' if read.kind is Kind.SCALAR else 'selectinload'}({attribute})"
    return worded(f"{event.field} reads {attribute}, which is not loaded", f"add {mend}")
