"""Context managers that the program itself writes: what their ends do, and who enters them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from conformance.models import ANN, KeepingSession, Session, User


class _Work:
    """Commits what went well, rolls back what did not."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def __aenter__(self) -> AsyncSession:
        return self.session

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        if kind is None:
            await self.session.commit()
        else:
            await self.session.rollback()
        return False


class _Attempt(_Work):
    """The same, and nobody hears of what did not."""

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        await super().__aexit__(kind, error, trace)
        return error is not None


class _Scope:
    """A session of its own, entered and left by hand."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def __aenter__(self) -> AsyncSession:
        return await self._session.__aenter__()

    async def __aexit__(self, *failure: object) -> None:
        await self._session.__aexit__(*failure)


class _Service:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        yield self.session
        await self.session.commit()

    async def find(self) -> User:
        async with self.transaction() as session:
            return (await session.scalars(ANN)).one()


async def an_end_that_had_no_reason_to_roll_back() -> None:
    async with _Work(KeepingSession()) as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def an_end_that_rolls_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    try:
        async with _Work(session):
            raise ValueError
    except ValueError:
        assert user.name == "ann"  # IO: expired by rollback()


async def an_end_that_rolls_back_and_says_nothing() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with _Attempt(session):
        raise ValueError
    assert user.name == "ann"  # IO: expired by rollback()


async def an_end_that_says_nothing_and_has_nothing_to_say() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with _Attempt(session):
        user.visits = 4
    assert user.name == "ann"


async def what_was_kept_before_an_end_that_rolls_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    name = user.name
    async with _Attempt(session):
        raise ValueError
    assert name == "ann"


async def a_refresh_after_an_end_that_rolls_back() -> None:
    session = KeepingSession()
    user = (await session.scalars(ANN)).one()
    async with _Attempt(session):
        raise ValueError
    await session.refresh(user)
    assert user.name == "ann"


async def what_follows_an_end_that_says_it() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    await session.commit()
    try:
        async with _Work(session):
            raise ValueError
        assert user.name == "ann"
    except ValueError:
        return


async def a_session_that_a_class_enters() -> None:
    async with _Scope(Session()) as session:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        assert user.name == "ann"  # IO: expired by commit()


async def a_session_that_a_class_leaves() -> None:
    async with _Scope(Session()) as session:
        user = (await session.scalars(ANN)).one()
    assert user.name == "ann"


async def a_collection_after_a_class_has_left_its_session() -> None:
    async with _Scope(Session()) as session:
        user = (await session.scalars(ANN)).one()
    assert user.posts  # raises DetachedInstanceError


async def a_transaction_that_is_left_by_hand() -> None:
    session = Session()
    transaction = session.begin()
    await transaction.__aenter__()
    user = (await session.scalars(ANN)).one()
    await transaction.__aexit__(None, None, None)
    assert user.name == "ann"  # IO: expired by commit()


async def a_transaction_of_a_keeping_session_that_is_left_by_hand() -> None:
    session = KeepingSession()
    transaction = session.begin()
    await transaction.__aenter__()
    user = (await session.scalars(ANN)).one()
    await transaction.__aexit__(None, None, None)
    assert user.name == "ann"


async def a_method_that_commits_behind_its_yield() -> None:
    service = _Service(Session())
    user = await service.find()
    assert user.name == "ann"  # IO: expired by commit()


async def a_method_that_commits_what_is_kept() -> None:
    service = _Service(KeepingSession())
    user = await service.find()
    assert user.name == "ann"


async def a_method_inside_of_which_nothing_has_expired() -> None:
    service = _Service(Session())
    async with service.transaction() as session:
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
