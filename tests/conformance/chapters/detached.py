"""Objects without a session: what is missing is another error, and what is there stays."""

from __future__ import annotations

import pickle

from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_scoped_session
from sqlalchemy.orm import make_transient, selectinload

from conformance.harness import needs
from conformance.models import ANN, NOTE, ORPHAN, POST, KeepingSession, Post, Session, User


async def columns_stay() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
    assert (user.id, user.name) == (1, "ann")


async def collections_stay() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert user.posts[0].title == "first"


async def a_lazy_collection() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
    assert user.posts  # raises DetachedInstanceError


async def an_expired_column() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
        await session.commit()
    assert user.name == "ann"  # raises DetachedInstanceError


async def a_lazy_object_without_a_key() -> None:
    async with Session() as session:
        post = (await session.scalars(ORPHAN)).one()
    assert post.author is None  # raises DetachedInstanceError


async def a_loaded_object_without_a_key() -> None:
    async with Session() as session:
        post = (await session.scalars(ORPHAN.options(selectinload(Post.author)))).one()
    assert post.author is None


async def after_close() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    assert user.posts  # raises DetachedInstanceError


async def close_keeps_what_was_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    assert user.name == "ann"


async def close_brings_nothing_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.close()
    assert user.name == "ann"  # raises DetachedInstanceError


async def after_expunge() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    assert user.name == "ann"
    assert user.posts  # raises DetachedInstanceError


async def after_expunge_all() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge_all()
    assert user.name == "ann"
    assert user.posts  # raises DetachedInstanceError


async def what_is_expunged_survives_a_rollback() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    await session.rollback()
    assert user.name == "ann"


async def what_is_expunged_with_a_list_survives() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expunge_all()
    await session.commit()
    assert user.name == "ann"


async def another_session_makes_it_read_again() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    other.add(user)
    assert user.posts  # IO: never loaded


async def another_session_brings_columns_along() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    other.add(user)
    assert user.name == "ann"


async def another_session_brings_collections_along() -> None:
    async with Session() as session:
        users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
    other = Session()
    other.add_all(users)
    assert [len(user.posts) for user in users] == [2, 0]


async def what_the_database_made_is_not_brought_along() -> None:
    async with KeepingSession() as session:
        note = (await session.scalars(NOTE)).one()
        note.text = "new"
        await session.commit()
    other = KeepingSession()
    other.add(note)
    assert note.text == "new"
    assert note.changed is not None  # IO: generated


async def another_session_expires_it() -> None:
    session, other = KeepingSession(), Session()
    user = (await session.scalars(ANN)).one()
    session.expunge(user)
    other.add(user)
    await other.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def after_close_another_session_takes_it() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.close()
    other.add(user)
    assert user.name == "ann"  # IO: expired by commit()


async def merging_gives_another_object() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    merged = await other.merge(user)
    assert merged.name == "ann"
    assert user.name == "ann"


async def merging_does_not_attach_what_was_given() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    await other.merge(user)
    assert user.posts  # raises DetachedInstanceError


async def merging_carries_loaded_collections() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.close()
    merged = await other.merge(user)
    assert len(merged.posts) == 2


async def merging_carries_no_other_collection() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    merged = await other.merge(user)
    assert merged.posts  # IO: never loaded


async def writing_to_a_column() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
    user.name = "anna"
    assert user.name == "anna"


async def a_session_used_again_after_close() -> None:
    session = Session()
    await session.scalars(ANN)
    await session.close()
    user = (await session.scalars(ANN)).one()
    assert user.posts  # IO: never loaded


async def a_many_to_one_that_was_free() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    post = (await session.scalars(POST)).one()
    await session.close()
    assert user.name == "ann"
    assert post.author is user  # raises DetachedInstanceError


async def add_after_a_block() -> None:
    async with KeepingSession() as session:
        user = (await session.scalars(ANN)).one()
    other = KeepingSession()
    other.add(user)
    assert user.posts  # IO: never loaded


async def make_transient_forgets_what_is_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    make_transient(user)
    assert user.name is None


async def after_reset() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    session.expunge_all()
    assert user.name  # raises DetachedInstanceError


@needs(2, 0)
async def reset_detaches() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.reset()
    assert user.name == "ann"
    assert user.posts  # raises DetachedInstanceError


async def a_deferred_column_of_a_closed_session() -> None:
    async with Session() as session:
        note = (await session.scalars(NOTE)).one()
    assert note.body  # raises DetachedInstanceError


async def a_generated_column_of_a_closed_session() -> None:
    async with KeepingSession() as session:
        note = (await session.scalars(NOTE)).one()
        note.text = "new"
        await session.commit()
    assert note.changed  # raises DetachedInstanceError


async def a_new_object_of_a_closed_session() -> None:
    async with KeepingSession() as session:
        user = User(name="cid")
        session.add(user)
        await session.commit()
    assert (user.id, user.name) == (3, "cid")
    assert user.posts == []  # raises DetachedInstanceError


async def a_refresh_after_close() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.close()
    await session.refresh(user)  # raises InvalidRequestError


async def appending_to_a_loaded_collection() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    user.posts.append(Post(title="third"))
    assert len(user.posts) == 3


async def what_another_session_took_and_gave_back() -> None:
    async with KeepingSession() as session:
        user = (await session.scalars(ANN)).one()
    async with KeepingSession() as session:
        session.add(user)
        user.name = "anna"
        await session.commit()
    assert user.name == "anna"


async def a_rollback_that_closing_makes() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
        user.name = "anna"
    assert user.name == "anna"


async def a_scoped_session() -> None:
    scoped = async_scoped_session(Session, scopefunc=lambda: 1)
    user = (await scoped.scalars(ANN)).one()
    await scoped.commit()
    assert user.name  # IO: expired by commit()


async def a_scoped_session_that_is_removed() -> None:
    scoped = async_scoped_session(KeepingSession, scopefunc=lambda: 1)
    user = (await scoped.scalars(ANN)).one()
    await scoped.remove()
    assert user.name == "ann"


async def a_scoped_session_that_keeps() -> None:
    scoped = async_scoped_session(KeepingSession, scopefunc=lambda: 1)
    user = (await scoped.scalars(ANN)).one()
    await scoped.commit()
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def a_pickled_copy() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    copied = pickle.loads(pickle.dumps(user))
    assert copied.name == "ann"
    assert copied.posts  # raises DetachedInstanceError


async def a_pickled_copy_of_what_has_expired() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    copied = pickle.loads(pickle.dumps(user))
    assert copied.name  # raises DetachedInstanceError


async def a_refresh_by_another_session() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
    async with Session() as other:
        await other.refresh(user)  # raises InvalidRequestError


async def merging_what_has_expired() -> None:
    async with Session() as session:
        user = (await session.scalars(ANN)).one()
        await session.commit()
    async with Session() as other:
        merged = await other.merge(user)
        assert merged.name == "ann"
