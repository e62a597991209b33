"""Rows of several entities: each entity has turns of its own in a loop over them."""

from __future__ import annotations

from sqlalchemy import select

from conformance.harness import needs
from conformance.models import Post, Session, User

PAIRS = select(Post, User).outerjoin(User, Post.author_id == User.id).order_by(Post.id)


@needs(2, 0)
@needs(2, 0)
async def refreshed_before_the_loop_was_left() -> None:
    session = Session()
    rows = (await session.execute(PAIRS)).all()
    for post, _ in rows:
        await session.refresh(post, ["tags"])
        break
    assert rows[2][0].tags == []  # IO: never loaded


@needs(2, 0)
@needs(2, 0)
async def refreshed_in_every_turn() -> None:
    session = Session()
    rows = (await session.execute(PAIRS)).all()
    for post, _ in rows:
        await session.refresh(post, ["tags"])
    assert [len(row.Post.tags) for row in rows] == [1, 0, 0]


async def refreshed_in_the_turn_that_reads() -> None:
    session = Session()
    rows = (await session.execute(PAIRS)).all()
    await session.commit()
    titles = []
    for post, _ in rows:
        await session.refresh(post)
        titles.append(post.title)
    assert titles == ["first", "second", "orphan"]


async def expired_in_a_turn() -> None:
    session = Session()
    rows = (await session.execute(PAIRS)).all()
    for post, _ in rows:
        session.expire(post)
    assert rows[0].Post.title  # IO: expired by expire()
