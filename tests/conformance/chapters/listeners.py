"""Where listeners run: most of them inside the greenlet, those of attributes in the very line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, orm, select
from sqlalchemy.orm import selectinload

from conformance.harness import unseen
from conformance.models import ANN, Post, Session, User


@contextmanager
def listening(target: Any, name: str, listener: Callable[..., Any]) -> Iterator[None]:
    event.listen(target, name, listener)
    try:
        yield
    finally:
        event.remove(target, name, listener)


async def before_flush() -> None:
    def count(session: orm.Session, *rest: object) -> None:
        assert len(user.posts) == 2

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(session.sync_session, "before_flush", count):
        user.name = "anna"
        await session.flush()


async def after_flush() -> None:
    def count(session: orm.Session, *rest: object) -> None:
        assert len(user.posts) == 2

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(session.sync_session, "after_flush", count):
        user.name = "anna"
        await session.flush()


async def before_update() -> None:
    def count(mapper: object, connection: object, target: User) -> None:
        assert len(target.posts) == 2

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(User, "before_update", count):
        user.name = "anna"
        await session.flush()


async def before_insert() -> None:
    def name(mapper: object, connection: object, target: User) -> None:
        target.email = f"{target.name}@example.org"

    session = Session()
    user = User(name="cid")
    session.add(user)
    with listening(User, "before_insert", name):
        await session.flush()
    assert user.email == "cid@example.org"


async def load() -> None:
    def count(target: User, context: object) -> None:
        assert target.name == "ann"

    session = Session()
    with listening(User, "load", count):
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def do_orm_execute() -> None:
    def add_options(state: orm.ORMExecuteState) -> None:
        if state.is_select:
            state.statement = state.statement.options(selectinload(User.profile))

    session = Session()
    with listening(session.sync_session, "do_orm_execute", add_options):
        user = (await session.scalars(ANN)).one()
    assert user.profile is not None


async def after_commit_of_a_loaded_value() -> None:
    names: list[str] = []

    session = Session()
    user = (await session.scalars(ANN)).one()
    name = user.name
    with listening(session.sync_session, "after_commit", lambda session: names.append(name)):
        await session.commit()
    assert names == ["ann"]


@unseen("listeners are not run")
async def the_set_of_an_attribute() -> None:
    def count(target: User, value: str, *rest: object) -> None:
        assert len(target.posts) == 2  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(User.name, "set", count):
        user.name = "anna"


async def the_set_of_an_attribute_of_what_is_loaded() -> None:
    def count(target: User, value: str, *rest: object) -> None:
        assert len(target.posts) == 2

    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    with listening(User.name, "set", count):
        user.name = "anna"


@unseen("listeners are not run")
async def the_append_of_a_collection() -> None:
    def count(target: User, value: Post, *rest: object) -> None:
        assert target.profile  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN.options(selectinload(User.posts)))).one()
    with listening(User.posts, "append", count):
        user.posts.append(Post(title="third"))


@unseen("listeners are not run")
async def before_attach() -> None:
    def count(session: orm.Session, target: object) -> None:
        assert user.posts  # IO: never loaded

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(session.sync_session, "before_attach", count):
        session.add(Post(title="third"))


async def after_begin() -> None:
    def ask(session: orm.Session, transaction: object, connection: Any) -> None:
        assert connection.execute(select(User.name)).first()

    session = Session()
    with listening(session.sync_session, "after_begin", ask):
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def refresh() -> None:
    def count(target: User, context: object, names: object) -> None:
        assert target.name == "ann"

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(User, "refresh", count):
        await session.refresh(user)
    assert user.name == "ann"


async def init() -> None:
    def count(target: User, *rest: object) -> None:
        assert target.posts == []

    with listening(User, "init", count):
        user = User(name="cid")
    assert user.name == "cid"


async def before_delete() -> None:
    def count(mapper: object, connection: object, target: User) -> None:
        assert len(target.posts) == 2

    session = Session()
    user = (await session.scalars(ANN)).one()
    with listening(User, "before_delete", count):
        await session.delete(user)
        await session.flush()
    assert user.name == "ann"
