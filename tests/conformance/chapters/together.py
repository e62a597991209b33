"""Several facts at once, the way programs put them together."""

from __future__ import annotations

import contextlib
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import joinedload, make_transient, selectinload, sessionmaker

from conformance.harness import needs
from conformance.models import ANN, ORPHAN, POST, TAG, KeepingSession, Post, Session, Tag, User


async def _save(session: AsyncSession, user: User) -> User:
    session.add(user)
    await session.commit()
    await session.refresh(user)
    return user


async def create_and_return() -> None:
    user = await _save(Session(), User(name="cid"))
    assert (user.id, user.name, user.email) == (3, "cid", None)


async def create_and_return_with_a_collection() -> None:
    user = await _save(Session(), User(name="cid"))
    assert user.posts == []  # IO: never loaded


async def create_with_children_and_refresh() -> None:
    user = await _save(Session(), User(name="cid", posts=[Post(title="third")]))
    assert user.posts  # IO: expired by refresh()


async def create_with_a_parent() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    post = Post(title="third", author=user)
    session.add(post)
    await session.commit()
    assert post.author is user
    assert post.author_id == 1


async def children_know_their_parent() -> None:
    session = KeepingSession()
    post = Post(title="third")
    session.add(User(name="cid", posts=[post]))
    await session.commit()
    assert post.author is not None
    assert post.author.name == "cid"


async def an_appended_child_knows_its_parent() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    post = Post(title="third")
    user.posts.append(post)
    await session.commit()
    assert post.id == 4
    assert post.author is user


async def both_sides_of_a_many_to_many() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.tags)))).one()
    tag = Tag(label="old")
    post.tags.append(tag)
    await session.flush()
    assert tag in post.tags


async def the_other_side_of_a_many_to_many() -> None:
    session = Session()
    post = (await session.scalars(POST.options(selectinload(Post.tags)))).one()
    tag = (await session.scalars(TAG)).one()
    assert tag in post.tags
    assert tag.posts  # IO: never loaded


async def a_child_of_an_inserted_parent_does_not_load_the_collection() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    await session.flush()
    session.add(Post(title="third", author=user))
    assert user.posts  # IO: never loaded, new


@needs(2, 0)
async def refresh_of_every_row() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    for user in users:
        await session.refresh(user, ["posts"])
    assert [len(user.posts) for user in users] == [2, 0]


@needs(2, 0)
async def refresh_where_it_is_missing() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if "posts" in inspect(user).unloaded:
        await session.refresh(user, ["posts"])
    assert len(user.posts) == 2


async def a_savepoint_that_the_database_refuses() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(IntegrityError):
        async with session.begin_nested():
            session.add(Post(id=1, title="taken"))
    assert user.name == "ann"


async def a_commit_that_the_database_refuses() -> None:
    session = KeepingSession()
    session.add(Post(id=1, title="taken"))
    with contextlib.suppress(IntegrityError):
        await session.commit()
    await session.rollback()
    user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_factory_that_is_configured_afterwards() -> None:
    factory = async_sessionmaker()
    factory.configure(bind=Session.kw["bind"], expire_on_commit=False)
    session = factory()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def a_facade_that_is_told_afterwards() -> None:
    session = Session()
    session.sync_session.expire_on_commit = False
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def a_factory_of_the_old_kind() -> None:
    old_factory: Any = sessionmaker(class_=AsyncSession, expire_on_commit=True)
    session = old_factory(bind=Session.kw["bind"])
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_keeping_factory_of_the_old_kind() -> None:
    factory: Any = sessionmaker(class_=AsyncSession, expire_on_commit=False)
    session = factory(bind=Session.kw["bind"])
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def a_session_class() -> None:
    session = AsyncSession(Session.kw["bind"])
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_keeping_session_class() -> None:
    session = AsyncSession(Session.kw["bind"], expire_on_commit=False)
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def a_transient_object_again() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    make_transient(user)
    assert user.posts == []


async def a_transient_object_again_survives_a_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    make_transient(user)
    await session.commit()
    assert user.name == "ann"


async def deleting_and_reading_before_the_commit() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    assert user.name == "ann"


async def deleting_loads_what_it_must_touch() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.flush()
    assert len(user.posts) == 2


async def deleting_and_rolling_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.delete(user)
    await session.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


async def refresh_for_update() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user, with_for_update=True)
    assert user.name == "ann"


async def get_that_populates_again() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.get(User, 1, populate_existing=True)
    assert user.name == "ann"


@needs(2, 0)
async def get_that_populates_with_options() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.get(User, 1, options=[selectinload(User.posts)], populate_existing=True)
    assert len(user.posts) == 2


async def a_session_and_its_transaction_in_one_line() -> None:
    async with Session() as session, session.begin():
        user = User(name="cid")
        session.add(user)
        await session.flush()
        assert user.id == 3


async def a_commit_that_somebody_else_makes() -> None:
    async def commit() -> None:
        await session.commit()

    session = Session()
    user = (await session.scalars(ANN)).one()
    await commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_commit_on_one_of_two_ways() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if user.visits == 0:
        await session.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_commit_and_a_refresh_on_one_of_two_ways() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    if user.visits == 0:
        await session.commit()
        await session.refresh(user)
    assert user.name == "ann"


async def a_commit_at_the_end() -> None:
    session = Session()
    try:
        user = (await session.scalars(ANN)).one()
        name = user.name
    finally:
        await session.commit()
    assert name == "ann"


async def a_list_that_was_made_before_the_commit() -> None:
    session = Session()
    users = (await session.scalars(select(User))).all()
    names = [user.name for user in users]
    await session.commit()
    assert names == ["ann", "bob"]


async def a_foreign_key_that_changes() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    post.author_id = 2
    assert post.author is not None
    assert post.author.name == "ann"


async def a_parent_that_is_refreshed_with_its_child() -> None:
    session = Session()
    post = (await session.scalars(POST.options(joinedload(Post.author)))).one()
    await session.commit()
    await session.refresh(post)
    assert post.author is not None
    assert post.author.name == "ann"


async def a_collection_whose_rows_are_refreshed() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.commit()
    await session.refresh(user)
    assert [post.title for post in user.posts] == ["first", "second"]


async def a_row_by_its_number() -> None:
    session = Session()
    row = (await session.execute(select(User.name, User).where(User.id == 1))).one()
    assert row[1].posts  # IO: never loaded


async def what_one_collection_has_put_into_the_other_before_anybody_looked() -> None:
    session = Session()
    tag = (await session.scalars(TAG.options(selectinload(Tag.posts)))).one()
    post = (await session.scalars(ORPHAN.options(selectinload(Post.tags)))).one()
    post.tags.append(tag)
    session.expire(post, ["title"])
    assert [one.title for one in tag.posts]  # IO: expired by expire()


async def a_facade_that_is_told_afterwards_and_rolls_back() -> None:
    session = Session()
    session.sync_session.expire_on_commit = False
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    assert user.name  # IO: expired by rollback()
