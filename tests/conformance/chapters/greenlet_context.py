"""Where reading from the database is allowed: inside a greenlet, as long as it runs."""

from __future__ import annotations

import asyncio
import json

from sqlalchemy import orm, select
from sqlalchemy.orm import load_only, selectinload
from sqlalchemy.util import greenlet_spawn

from conformance.harness import needs
from conformance.models import ANN, NOTE, POST, PROFILE, KeepingSession, Post, Session, User


def _titles(session: orm.Session, user: User) -> list[str]:
    return [post.title for post in user.posts]


def _load(session: orm.Session) -> User:
    return session.scalars(ANN).one()


async def a_lambda_in_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert len(await session.run_sync(lambda _: user.posts)) == 2


async def a_lazy_load_in_run_sync_flushes_first() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    new = User(name="cid")
    session.add(new)
    await session.run_sync(lambda _: user.posts)
    assert not new.posts  # IO: never loaded, new


async def what_is_there_in_run_sync_flushes_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    new = User(name="cid")
    session.add(new)
    await session.run_sync(lambda _: user.posts[0].author)
    assert not new.posts


@needs(2, 0)
async def an_awaitable_attribute_flushes_first() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    new = User(name="cid")
    session.add(new)
    with session.sync_session.no_autoflush:
        await user.awaitable_attrs.posts
    assert not new.posts
    await user.awaitable_attrs.profile
    assert new.profile is None  # IO: never loaded, new


async def a_function_in_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(_titles, user) == ["first", "second"]


async def a_nested_function_in_run_sync() -> None:
    def titles(sync_session: orm.Session) -> list[str]:
        return [post.title for post in user.posts]

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(titles) == ["first", "second"]


async def an_expired_column_in_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await session.run_sync(lambda _: user.name) == "ann"


async def expired_columns_come_back_together() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.expire(user, ["name", "email"])
    await session.run_sync(lambda _: user.name)
    assert user.email == "ann@example.org"


async def an_expired_column_leaves_the_other_attributes() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.posts)
    session.expire(user, ["name"])
    await session.run_sync(lambda _: user.name)
    assert len(user.posts) == 2


async def an_expired_column_leaves_the_expired_relationships() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    session.expire(user, ["name", "posts"])
    await session.run_sync(lambda _: user.name)
    assert len(user.posts) == 2  # IO: expired by expire()


async def an_expired_object_comes_back_without_what_was_read() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.posts)
    await session.commit()
    await session.run_sync(lambda _: user.name)
    assert len(user.posts) == 2  # IO: expired by commit()


async def generated_columns_come_back_together() -> None:
    session = Session()
    note = (await session.scalars(NOTE)).one()
    note.text = "changed"
    await session.flush()
    await session.run_sync(lambda _: note.changed)
    assert note.loud == "CHANGED"


async def what_run_sync_loaded_stays() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.posts)
    assert len(user.posts) == 2


async def what_was_there_on_one_path_before_run_sync_stays() -> None:
    session = KeepingSession()
    profile = (await session.scalars(PROFILE)).one()
    if json.loads("false"):
        users = (await session.scalars(select(User).options(selectinload(User.posts)))).all()
        assert users
    else:
        await session.run_sync(lambda _: profile.user)
        assert profile.user
    await session.run_sync(lambda _: profile.user)
    assert profile.user is not None and profile.user.posts  # IO: never loaded


async def a_read_in_run_sync_brings_every_column_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.run_sync(lambda _: user.name)
    assert (user.id, user.email) == (1, "ann@example.org")


async def a_collection_in_run_sync_brings_every_column_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.run_sync(lambda _: user.posts)
    assert user.name == "ann"


async def what_run_sync_returns_is_lazy() -> None:
    session = Session()
    user = await session.run_sync(_load)
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def another_attribute_after_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.posts)
    assert user.profile  # IO: never loaded


async def a_commit_after_run_sync() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.posts)
    await session.commit()
    assert user.posts  # IO: expired by commit()


async def a_generator_that_run_sync_returns() -> None:
    session = Session()
    users = [(await session.scalars(ANN)).one()]
    posts = await session.run_sync(lambda _: (user.posts for user in users))  # IO: never loaded
    assert len(list(posts)) == 1


async def greenlet_spawn_is_as_good() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert len(await greenlet_spawn(lambda: user.posts)) == 2


async def another_session_is_as_good() -> None:
    session, other = Session(), Session()
    user = (await session.scalars(ANN)).one()
    assert len(await other.run_sync(lambda _: user.posts)) == 2


async def a_plain_function_is_outside() -> None:
    def count() -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    count()


async def a_coroutine_is_outside() -> None:
    async def count() -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await count()


async def a_task_is_outside() -> None:
    async def count() -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await asyncio.create_task(count())


async def a_thread_is_outside() -> None:
    def count() -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await asyncio.to_thread(count)


async def a_thread_may_read_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await asyncio.to_thread(lambda: user.name) == "ann"


@needs(2, 0)
async def awaitable_attrs() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert len(await user.awaitable_attrs.posts) == 2


@needs(2, 0)
async def awaitable_attrs_of_a_many_to_one() -> None:
    session = Session()
    post = (await session.scalars(POST)).one()
    author = await post.awaitable_attrs.author
    assert author.name == "ann"


@needs(2, 0)
async def awaitable_attrs_load() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await user.awaitable_attrs.posts
    assert len(user.posts) == 2


@needs(2, 0)
async def awaitable_attrs_load_nothing_else() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await user.awaitable_attrs.posts
    assert user.profile  # IO: never loaded


@needs(2, 0)
async def awaitable_attrs_give_lazy_objects() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    for post in await user.awaitable_attrs.posts:
        assert post.tags  # IO: never loaded


@needs(2, 0)
async def awaitable_attrs_of_an_expired_column() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await user.awaitable_attrs.name == "ann"
    assert user.email == "ann@example.org"


@needs(2, 0)
async def awaitable_attrs_of_an_expired_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert len(await user.awaitable_attrs.posts) == 2
    assert user.name == "ann"


@needs(2, 0)
async def awaitable_attrs_of_a_new_object() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.add(user)
    await session.commit()
    assert await user.awaitable_attrs.posts == []
    assert user.posts == []


async def the_facade_outside() -> None:
    session = Session()
    session.sync_session.scalars(ANN)  # IO: synchronous half


async def a_many_to_one_needs_its_foreign_key() -> None:
    session = Session()
    post = (await session.scalars(POST.options(load_only(Post.title)))).one()
    assert await session.run_sync(lambda _: post.author) is not None
    assert post.author_id == 1


@needs(2, 0)
async def awaitable_attrs_of_a_property() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await user.awaitable_attrs.post_count == 2
    assert len(user.posts) == 2


@needs(2, 0)
async def awaitable_attrs_of_a_property_load_nothing_else() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await user.awaitable_attrs.post_count == 2
    assert user.profile  # IO: never loaded


@needs(2, 0)
async def awaitable_attrs_of_a_hybrid() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert await user.awaitable_attrs.greeting == "hello ann"
    assert user.email


@needs(2, 0)
async def awaitable_attrs_that_are_awaited_later() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    later = user.awaitable_attrs.posts
    assert user.name == "ann"
    assert len(await later) == 2


async def greenlet_spawn_of_a_builtin() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await greenlet_spawn(len, [user]) == 1
    await greenlet_spawn(getattr, user, "posts")
    assert len(user.posts) == 2


async def the_facade_has_nothing_to_flush() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.sync_session.flush()
    assert user.name == "ann"


async def the_facade_expires() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.sync_session.expire(user)
    assert user.name  # IO: expired by expire()


async def the_facade_expunges() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    session.sync_session.expunge(user)
    await session.commit()
    assert user.name == "ann"


async def the_facade_adds() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.sync_session.add(user)
    await session.commit()
    assert user.posts == []  # IO: never loaded, new


async def what_the_facade_adds_is_inserted() -> None:
    session = KeepingSession()
    user = User(name="cid")
    session.sync_session.add(user)
    await session.commit()
    assert user.id == 3


async def the_facade_commits() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert user.name == "ann"
    session.sync_session.commit()  # raises MissingGreenlet
