"""More of `Query`, as code uses it that `run_sync()` runs."""
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

from typing import Any

from sqlalchemy import orm, select
from sqlalchemy.orm import joinedload, load_only, selectinload

from conformance.models import ANN, KeepingSession, Post, Session, User


async def get() -> None:
    session = Session()
    user: Any = await session.run_sync(lambda sync: sync.get(User, 1))
    await session.commit()
    assert user.name  # IO: expired by commit()


async def one_or_none() -> None:
    session = Session()
    user: Any = await session.run_sync(
        lambda sync: sync.query(User).filter(User.id == 1).one_or_none()
    )
    assert user.posts  # IO: never loaded


async def scalar() -> None:
    session = Session()
    name = await session.run_sync(lambda sync: sync.query(User.name).filter(User.id == 1).scalar())
    await session.commit()
    assert name == "ann"


async def a_loop_over_a_query() -> None:
    def users(sync: orm.Session) -> dict[int, User]:
        return {user.id: user for user in sync.query(User)}

    session = Session()
    assert (await session.run_sync(users))[1].posts  # IO: never loaded


async def a_query_that_populates_existing() -> None:
    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    await session.run_sync(
        lambda sync: sync.query(User).filter(User.id == 1).populate_existing().one()
    )
    assert user.posts  # IO: expired by populate_existing


async def a_query_that_updates() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(
        lambda sync: sync.query(User).filter(User.id == 1).update({"name": "anna"})
    )
    assert user.name == "anna"


async def a_query_that_deletes() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(lambda sync: sync.query(Post).delete())
    assert user.name == "ann"


async def a_query_with_some_columns() -> None:
    session = Session()
    users = await session.run_sync(
        lambda sync: sync.query(User).options(load_only(User.name)).order_by(User.id).all()
    )
    assert users[0].name == "ann"
    assert users[0].email  # IO: deferred


async def a_query_of_other_entities() -> None:
    session = Session()
    names = await session.run_sync(
        lambda sync: [row.name for row in sync.query(User).with_entities(User.name)]
    )
    await session.commit()
    assert sorted(names) == ["ann", "bob"]


async def a_query_with_a_join() -> None:
    session = Session()
    posts = await session.run_sync(
        lambda sync: sync.query(Post).join(Post.author).filter(User.name == "ann").all()
    )
    assert posts[0].author  # IO: never loaded


async def a_query_with_a_chain_of_options() -> None:
    def posts(sync: orm.Session) -> list[Post]:
        option = joinedload(Post.author).selectinload(User.posts)
        return sync.query(Post).options(option).order_by(Post.id).all()

    session = Session()
    first = (await session.run_sync(posts))[0]
    assert first.author is not None and len(first.author.posts) == 2


async def a_query_that_counts() -> None:
    session = Session()
    user = User(name="cid")
    session.add(user)
    assert await session.run_sync(lambda sync: sync.query(User).count()) == 3
    assert user.posts == []  # IO: never loaded, new


async def a_query_that_tests() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    found = await session.run_sync(
        lambda sync: sync.query(sync.query(User).filter(User.id == 1).exists()).scalar()
    )
    assert found and user.name == "ann"


async def a_bulk_save() -> None:
    def save(sync: orm.Session) -> None:
        sync.bulk_save_objects([User(name="cid"), User(name="dan")])
        sync.flush()

    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.run_sync(save)
    assert user.name == "ann"


async def an_object_that_is_bulk_saved_is_not_held() -> None:
    session = Session()
    user = User(name="cid")
    await session.run_sync(lambda sync: sync.bulk_save_objects([user]))
    await session.commit()
    assert (user.name, user.posts) == ("cid", [])


async def a_page() -> None:
    session = Session()
    users = await session.run_sync(
        lambda sync: sync.query(User).order_by(User.id).limit(1).offset(0).all()
    )
    assert users[0].posts  # IO: never loaded


async def an_execute_inside() -> None:
    session = Session()
    user: Any = await session.run_sync(
        lambda sync: sync.execute(select(User).where(User.id == 1)).scalar_one()
    )
    assert user.posts  # IO: never loaded


async def a_sync_session_inside_and_its_object_outside() -> None:
    def rename(sync: orm.Session) -> User:
        user = sync.scalars(ANN).one()
        user.name = "anna"
        sync.commit()
        sync.refresh(user)
        return user

    session = Session()
    user = await session.run_sync(rename)
    assert user.name == "anna"
    assert user.posts  # IO: never loaded
