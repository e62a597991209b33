"""An object of which everything has expired is written out by its `__dict__`.

**What really happens.** No error: the answer is `{}`. A FastAPI route without a response model, and
`jsonable_encoder()` anywhere, take what is in the object's `__dict__`, and after a commit or a
rollback that is nothing. Reading an attribute would at least have raised. The same goes for an
object of SQLModel whose class has a table, also where that class is the response model, and for its
`model_dump()`.

**When it is silent.** When it is not known that all has expired; with a schema for a response model
or a return annotation, which reads the attributes (GRN013).

**How to mend it.** `await session.refresh(object)` before it is returned, or
`expire_on_commit=False`. Better still, give the route a response model: without one, the answer is
whatever happens to be loaded.
"""

from __future__ import annotations

from flake8_greenlet.checkers import worded
from flake8_greenlet.events import EmptyAnswer

SUMMARY = "an object that has expired is written out as `{}`"
EVENTS = (EmptyAnswer,)


def check(event: EmptyAnswer) -> str | None:
    receiver = event.receiver or "object"
    by = f"{event.owner} was expired by {event.by}"
    what = f"{event.encoder} makes {{}} of it" if event.encoder else "the answer is {}"
    return worded(f"{by}, so {what}", f"await session.refresh({receiver})")
