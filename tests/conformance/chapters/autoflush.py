"""`no_autoflush` takes autoflush away for its block, and then all is as it was before."""

from __future__ import annotations

from conformance.models import ANN, Session, User


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
