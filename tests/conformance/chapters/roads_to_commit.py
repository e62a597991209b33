"""Every road to the end of a transaction, and what is left behind."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conformance.harness import needs
from conformance.models import ANN, PROFILE, KeepingSession, Session, User
from conformance.services import (
    committing,
    keeping_unit_of_work,
    open_unit_of_work,
    rename_and_commit,
    rename_or_roll_back,
    unit_of_work,
)


async def a_decorator_that_commits() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await rename_and_commit(session, user, "anna")
    assert user.name == "anna"  # IO: expired by commit()


async def a_decorator_that_commits_and_returns() -> None:
    session = Session()
    user = await rename_and_commit(session, (await session.scalars(ANN)).one(), "anna")
    assert user.name == "anna"  # IO: expired by commit()


async def a_decorator_that_commits_what_is_kept() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    await rename_and_commit(session, user, "anna")
    assert user.name == "anna"


async def a_decorator_that_had_no_reason_to_roll_back() -> None:
    async def rename(session: AsyncSession) -> str:
        user = (await session.scalars(ANN)).one()
        if await rename_or_roll_back(session, user, "anna") is None:
            return ""
        return user.name

    assert await rename(Session()) == "anna"


async def a_decorator_that_rolls_back() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await rename_or_roll_back(session, user, "")
    assert user.name == "ann"  # IO: expired by rollback()


async def a_decorator_with_an_argument() -> None:
    def transactional(factory: Callable[[], AsyncSession]) -> Callable[[Any], Any]:
        def decorate(function: Callable[[AsyncSession], Awaitable[User]]) -> Any:
            @functools.wraps(function)
            async def wrapper() -> User:
                session = factory()
                result = await function(session)
                await session.commit()
                return result

            return wrapper

        return decorate

    @transactional(Session)
    async def load(session: AsyncSession) -> User:
        return (await session.scalars(ANN)).one()

    @transactional(KeepingSession)
    async def keep(session: AsyncSession) -> User:
        return (await session.scalars(ANN)).one()

    assert (await keep()).name == "ann"
    assert (await load()).name == "ann"  # IO: expired by commit()


async def a_block_that_commits() -> None:
    session = Session()
    async with committing(session):
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
    assert user.name == "ann"  # IO: expired by commit()


async def a_block_that_commits_what_is_kept() -> None:
    session = KeepingSession()
    async with committing(session):
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_block_that_rolls_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    with contextlib.suppress(ValueError):
        async with committing(session):
            user.name = "anna"
            raise ValueError
    assert user.name == "ann"  # IO: expired by rollback()


async def a_block_with_a_session_of_its_own() -> None:
    async with unit_of_work() as session:
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
    assert user.name == "ann"  # raises DetachedInstanceError


async def a_block_with_a_session_of_its_own_that_keeps() -> None:
    async with keeping_unit_of_work() as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_block_that_does_not_close() -> None:
    async with open_unit_of_work() as session:
        user = (await session.scalars(ANN)).one()
    assert session is not None
    assert user.name == "ann"  # IO: expired by commit()


async def a_block_made_here() -> None:
    @asynccontextmanager
    async def work() -> AsyncIterator[AsyncSession]:
        session = Session()
        try:
            yield session
        finally:
            await session.commit()

    async with work() as session:
        user = (await session.scalars(ANN)).one()
    assert session is not None
    assert user.name == "ann"  # IO: expired by commit()


async def a_class_that_commits_at_the_end_of_its_block() -> None:
    class Work:
        def __init__(self, session: AsyncSession) -> None:
            self.session = session

        async def __aenter__(self) -> AsyncSession:
            return self.session

        async def __aexit__(self, *failure: object) -> None:
            await self.session.commit()

    async with Work(Session()) as session:
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
    assert user.name == "ann"  # IO: expired by commit()


async def an_exit_stack() -> None:
    session = Session()
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(session.begin())
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
    assert user.name == "ann"  # IO: expired by commit()


async def an_exit_stack_that_closes() -> None:
    async with contextlib.AsyncExitStack() as stack:
        session = await stack.enter_async_context(Session())
        user = (await session.scalars(ANN)).one()
    assert user.posts  # raises DetachedInstanceError


async def begin_that_is_held_in_a_variable() -> None:
    session = Session()
    transaction = session.begin()
    async with transaction:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"  # IO: expired by commit()


async def begin_of_what_had_begun() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    async with session.begin_nested():
        user.name = "anna"
    await session.commit()
    assert user.name == "anna"  # IO: expired by commit()


@needs(2, 0)
async def get_transaction() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    transaction = session.get_transaction()
    assert transaction is not None
    await transaction.commit()
    assert user.name == "ann"  # IO: expired by commit()


@needs(2, 0)
async def get_transaction_to_roll_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    transaction = session.get_transaction()
    assert transaction is not None
    await transaction.rollback()
    assert user.name == "ann"  # IO: expired by rollback()


@needs(2, 0)
async def get_transaction_of_a_keeping_session() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    transaction = session.get_transaction()
    assert transaction is not None
    await transaction.commit()
    assert user.name == "ann"


@needs(2, 0)
async def get_transaction_in_a_savepoint() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.begin_nested()
    transaction = session.get_transaction()
    assert transaction is not None
    await transaction.commit()
    assert user.name == "ann"  # IO: expired by commit()


@needs(2, 0)
async def get_transaction_of_a_session_at_rest() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.refresh(user)
    assert session.get_transaction() is not None
    await session.commit()
    assert session.get_transaction() is None


@needs(2, 0)
async def get_nested_transaction() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    profile = (await session.scalars(PROFILE)).one()
    await session.begin_nested()
    profile.city = "Bonn"
    transaction = session.get_nested_transaction()
    assert transaction is not None
    await transaction.rollback()
    assert user.name == "ann"
    assert profile.city == "Ulm"  # IO: expired by rollback()


async def get_nested_transaction_outside_of_a_savepoint() -> None:
    session = Session()
    await session.scalars(ANN)
    assert session.get_nested_transaction() is None


async def a_method_of_the_facade() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    commit = session.commit
    await commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_session_with_another_name() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    db = session
    await db.commit()
    assert user.name == "ann"  # IO: expired by commit()


async def a_subclass_of_the_session() -> None:
    class Audited(AsyncSession):
        async def save(self) -> None:
            await self.commit()

    session = Audited(Session.kw["bind"])
    user = (await session.scalars(ANN)).one()
    await session.save()
    assert user.name == "ann"  # IO: expired by commit()


async def a_subclass_whose_commit_refreshes() -> None:
    class Fresh(AsyncSession):
        async def commit(self) -> None:
            await super().commit()
            for obj in self.identity_map.values():
                await self.refresh(obj)

    session = Fresh(Session.kw["bind"])
    user = (await session.scalars(ANN)).one()
    await session.commit()
    assert user.name == "ann"


async def an_end_that_commits_and_closes() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    await session.close()
    assert user.name == "ann"  # raises DetachedInstanceError


async def a_rollback_and_then_a_select() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    await session.scalars(ANN)
    assert user.name == "ann"


async def a_rollback_and_then_get() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    again = await session.get(User, 1)
    assert again is user and user.name == "ann"


async def a_rollback_and_then_a_refresh() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.rollback()
    await session.refresh(user)
    assert user.name == "ann"


async def a_commit_after_which_nothing_is_read() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    user.name = "anna"
    await session.commit()


async def an_exception_that_leaves_begin() -> None:
    async def work(session: AsyncSession, user: User) -> None:
        async with session.begin_nested():
            user.name = "anna"
        raise ValueError

    session = KeepingSession()
    try:
        async with session.begin():
            user = (await session.scalars(ANN)).one()
            await work(session, user)
    except ValueError:
        assert user.name == "ann"  # IO: expired by rollback()


async def a_commit_that_never_runs() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    committing = session.commit()
    committing.close()
    assert user.name == "ann"


async def a_commit_that_runs_later() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    committing = session.commit()
    assert user.name == "ann"
    await committing


async def a_commit_that_has_run_later() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    committing = session.commit()
    assert user.name == "ann"
    await committing
    assert user.name == "ann"  # IO: expired by commit()
