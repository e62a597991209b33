"""`no_autoflush` takes autoflush away for its block, and then all is as it was before."""

from __future__ import annotations

from conformance.models import ANN, NOTE, Session, User


async def the_end_brings_autoflush_back() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    with session.no_autoflush:
        await session.scalars(ANN)
    await session.scalars(ANN)
    assert user.posts == []  # IO: never loaded, new


async def the_end_brings_nothing_that_was_not_there() -> None:
    session = Session(autoflush=False)
    user = User(name="cid")
    session.add(user)
    with session.no_autoflush:
        pass
    await session.scalars(ANN)
    assert user.posts == []


async def what_is_changed_is_not_flushed_inside() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "new"
    with session.no_autoflush:
        await session.scalars(ANN)
    assert note.changed is None


async def what_is_changed_is_not_flushed_without_it() -> None:
    session = Session(autoflush=False)
    note = (await session.scalars(NOTE)).one()
    user = (await session.scalars(ANN)).one()
    note.text = "new"
    await session.refresh(user)
    assert note.changed is None
    await session.flush()
    assert note.changed is not None  # IO: generated
