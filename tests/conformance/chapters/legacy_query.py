"""`Query` and sync sessions inside `run_sync()`, and what comes out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, orm, select
from sqlalchemy.orm import joinedload, selectinload

from conformance.harness import needs
from conformance.models import ANN, BOB, KeepingSession, Post, Session, User


def _users(session: orm.Session) -> list[User]:
    return session.query(User).order_by(User.id).all()


def _users_with_posts(session: orm.Session) -> list[User]:
    return session.query(User).options(selectinload(User.posts)).order_by(User.id).all()


def _titles(session: orm.Session) -> list[str]:
    return [post.title for user in session.query(User) for post in user.posts]


def _rename(session: orm.Session, user: User, name: str) -> None:
    user.name = name
    session.commit()


def _lazily(session: orm.Session) -> Iterator[User]:
    yield from session.query(User)


async def a_query() -> None:
    session = Session()
    users = await session.run_sync(_users)
    assert [user.name for user in users] == ["ann", "bob"]


async def a_query_loads_nothing_else() -> None:
    session = Session()
    users = await session.run_sync(_users)
    assert users[0].posts  # IO: never loaded


async def a_query_with_options() -> None:
    session = Session()
    users = await session.run_sync(_users_with_posts)
    assert [len(user.posts) for user in users] == [2, 0]


async def a_query_with_options_ends_where_it_ends() -> None:
    session = Session()
    users = await session.run_sync(_users_with_posts)
    for user in users:
        for post in user.posts:
            assert post.tags is not None  # IO: never loaded


async def a_query_that_reads_inside() -> None:
    session = Session()
    assert await session.run_sync(_titles) == ["first", "second"]


async def a_query_of_one_object() -> None:
    session = Session()
    user = await session.run_sync(lambda sync: sync.query(User).filter_by(name="ann").one())
    assert user.name == "ann"
    assert user.posts  # IO: never loaded


async def a_query_of_the_first_object() -> None:
    session = Session()
    user = await session.run_sync(lambda sync: sync.query(User).order_by(User.id).first())
    assert user is not None
    assert user.posts  # IO: never loaded


async def a_query_by_key() -> None:
    session = Session()
    user = await session.run_sync(lambda sync: sync.get(User, 1))
    assert user is not None
    assert user.posts  # IO: never loaded


async def a_query_of_columns() -> None:
    session = Session()
    rows = await session.run_sync(lambda sync: sync.query(User.id, User.name).all())
    await session.commit()
    assert rows[0].name == "ann"


async def a_query_of_two_models() -> None:
    session = Session()
    rows = await session.run_sync(
        lambda sync: sync.query(User, Post).join(User.posts).filter(Post.id == 1).all()
    )
    for user, post in rows:
        assert post.author is user
        assert user.posts  # IO: never loaded


async def a_query_that_is_expired_later() -> None:
    session = Session()
    users = await session.run_sync(_users)
    await session.commit()
    assert users[0].name  # IO: expired by commit()


async def a_commit_inside() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(_rename, user, "anna")
    assert user.name  # IO: expired by commit()


async def a_commit_inside_that_keeps() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(_rename, user, "anna")
    assert user.name == "anna"


async def a_commit_and_a_read_inside() -> None:
    def rename(sync: orm.Session, user: User) -> str:
        user.name = "anna"
        sync.commit()
        return user.name

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(rename, user) == "anna"
    assert user.email == "ann@example.org"


async def a_refresh_inside() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.run_sync(lambda sync: sync.refresh(user))
    assert user.name == "ann"


async def an_object_that_is_added_inside() -> None:
    def add(sync: orm.Session) -> User:
        user = User(name="cid")
        sync.add(user)
        sync.flush()
        return user

    session = Session()
    user = await session.run_sync(add)
    assert user.id == 3
    assert user.posts == []  # IO: never loaded, new


async def a_query_that_is_returned() -> None:
    session = Session()
    query = await session.run_sync(lambda sync: sync.query(User))
    query.all()  # IO: synchronous half


async def a_query_that_is_named_and_not_run() -> None:
    session = Session()
    query = await session.run_sync(lambda sync: sync.query(User).options(joinedload(User.posts)))
    users = await session.run_sync(lambda _: query.all())
    assert len(users[0].posts) == 2


async def a_generator_function() -> None:
    session = Session()
    users = await session.run_sync(_lazily)
    list(users)  # raises MissingGreenlet


async def the_first_iterable_of_a_generator_is_read_inside() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    titles = await session.run_sync(lambda _: (post.title for post in user.posts))
    assert list(titles) == ["first", "second"]


async def a_lambda_that_is_returned() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    later: Any = await session.run_sync(lambda _: lambda: user.posts)  # IO: never loaded
    later()


async def a_coroutine_function() -> None:
    async def read(_: Any) -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await (await session.run_sync(read))


async def a_plain_function_that_is_called_inside() -> None:
    def count() -> int:
        return len(user.posts)

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(lambda _: count()) == 2


async def a_plain_function_inside_and_outside() -> None:
    def count() -> int:
        return len(user.profile.city if user.profile else "")  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    count()
    await session.run_sync(lambda _: count())


async def a_plain_function_inside_and_then_outside() -> None:
    def count() -> int:
        return len(user.posts)

    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: count())
    assert count() == 2


async def the_runner_of_a_connection() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    connection = await session.connection()
    assert len(await connection.run_sync(lambda _: user.posts)) == 2


async def an_executor() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, lambda: user.posts)  # IO: never loaded


async def an_executor_of_a_function_with_an_argument() -> None:
    def count(user: User) -> int:
        return len(user.posts)  # IO: expired by commit()

    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(None, count, user) == 2
    await session.commit()
    await loop.run_in_executor(None, count, user)


async def an_executor_of_an_inner_greenlet() -> None:
    def count() -> int:
        return len(user.posts)

    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: count())
    assert await asyncio.get_event_loop().run_in_executor(None, count) == 2


async def a_task_of_a_loop() -> None:
    async def count() -> int:
        return len(user.posts)  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    await asyncio.get_running_loop().create_task(count())


async def a_thread_that_is_started_inside() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _: user.name)
    await asyncio.to_thread(lambda: user.posts)  # IO: never loaded


async def a_task_of_a_loaded_object() -> None:
    async def count() -> int:
        return len(user.posts)

    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    assert await asyncio.create_task(count()) == 2


async def the_object_of_another_greenlet() -> None:
    session = Session()
    one, other = (await session.scalars(ANN)).one(), (await session.scalars(BOB)).one()
    await session.run_sync(lambda _: one.posts)
    assert other.posts  # IO: never loaded


async def an_argument_is_read_outside() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda _, posts: len(posts), user.posts)  # IO: never loaded


async def a_named_argument() -> None:
    def count(_: orm.Session, *, user: User) -> int:
        return len(user.posts)

    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await session.run_sync(count, user=user) == 2


async def an_inspector_of_the_object() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    loaded = await session.run_sync(lambda _: inspect(user).unloaded)
    assert "posts" in loaded


@needs(2, 0)
async def scalars_inside() -> None:
    session = Session()
    users = await session.run_sync(lambda sync: sync.scalars(select(User)).all())
    assert users[0].posts  # IO: never loaded


async def joinedload_of_a_query_needs_no_unique() -> None:
    session = Session()
    users = await session.run_sync(lambda sync: sync.query(User).options(joinedload("*")).all())
    assert users[0].posts


async def a_result_that_is_returned() -> None:
    session = Session()
    result = await session.run_sync(lambda sync: sync.execute(ANN))
    user = result.scalars().one()
    assert user.name == "ann"


async def the_rows_of_a_result_that_is_returned() -> None:
    session = Session()
    result = await session.run_sync(lambda sync: sync.execute(ANN))
    user = result.scalars().one()
    assert user.posts  # IO: never loaded


async def a_method_of_the_session_itself() -> None:
    session = Session()
    user = (await session.run_sync(orm.Session.execute, ANN)).scalars().one()
    assert user.name == "ann"
