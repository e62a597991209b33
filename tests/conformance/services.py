"""What stands between the scenarios and the session: the layers of an application."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conformance.models import ANN, KeepingSession, Post, Session, User

Model = TypeVar("Model")
Function = TypeVar("Function", bound=Callable[..., Awaitable[Any]])

WITH_POSTS = (selectinload(User.posts),)
WITH_EVERYTHING = [*WITH_POSTS, selectinload(User.profile)]


# Options and statements


def with_posts() -> Any:
    return selectinload(User.posts)


def everything_of_a_user() -> list[Any]:
    return [selectinload(User.posts).selectinload(Post.tags), selectinload(User.profile)]


def user_query(*, posts: bool = False) -> Any:
    query = select(User).where(User.id == 1)
    if posts:
        query = query.options(selectinload(User.posts))
    return query


# Fetching


async def fetch_user(session: AsyncSession, *, posts: bool = False) -> User:
    query = select(User).where(User.id == 1)
    if posts:
        query = query.options(selectinload(User.posts))
    return (await session.scalars(query)).one()


async def fetch_user_with(session: AsyncSession, *options: Any) -> User:
    return (await session.scalars(ANN.options(*options))).one()


async def fetch_users(session: AsyncSession) -> Sequence[User]:
    return (await session.scalars(select(User).order_by(User.id))).all()


async def fetch_first_posts(session: AsyncSession) -> Sequence[Post]:
    for user in await fetch_users(session):
        return user.posts  # noqa: GRN007 (whether it raises is for its callers to arrange)
    return []


# Changing


def apply(obj: object, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(obj, name, value)


async def save(session: AsyncSession, obj: object) -> None:
    session.add(obj)
    await session.commit()


async def save_and_refresh(session: AsyncSession, obj: Model) -> Model:
    session.add(obj)
    await session.commit()
    await session.refresh(obj)
    return obj


# Blocks and decorators


@asynccontextmanager
async def committing(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    try:
        yield session
        await session.commit()
    except Exception:
        await session.rollback()
        raise


@asynccontextmanager
async def unit_of_work() -> AsyncIterator[AsyncSession]:
    async with Session() as session:
        yield session
        await session.commit()


@asynccontextmanager
async def keeping_unit_of_work() -> AsyncIterator[AsyncSession]:
    async with KeepingSession() as session:
        yield session
        await session.commit()


@asynccontextmanager
async def open_unit_of_work() -> AsyncIterator[AsyncSession]:
    session = Session()
    yield session
    await session.commit()


def commits(function: Function) -> Any:
    @functools.wraps(function)
    async def wrapper(session: AsyncSession, *arguments: Any, **keywords: Any) -> Any:
        result = await function(session, *arguments, **keywords)
        await session.commit()
        return result

    return wrapper


def rolls_back(function: Function) -> Any:
    @functools.wraps(function)
    async def wrapper(session: AsyncSession, *arguments: Any, **keywords: Any) -> Any:
        try:
            return await function(session, *arguments, **keywords)
        except ValueError:
            await session.rollback()
            return None

    return wrapper


@commits
async def rename_and_commit(session: AsyncSession, user: User, name: str) -> User:
    user.name = name
    return user


@rolls_back
async def rename_or_roll_back(session: AsyncSession, user: User, name: str) -> User:
    if not name:
        raise ValueError(name)
    user.name = name
    return user


# Showing


def user_row(user: User) -> dict[str, Any]:
    return {"id": user.id, "name": user.name}


def user_tree(user: User) -> dict[str, Any]:
    return {**user_row(user), "posts": [post.title for post in user.posts]}


def describe(user: User, *, posts: bool = False) -> str:
    if posts:
        return f"{user.name}: {len(user.posts)}"
    return user.name


# Repositories


class Repository(Generic[Model]):
    model: type[Model]

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find(self, key: int, *options: Any) -> Model:
        found = await self.session.get(self.model, key, options=options)
        assert found is not None
        return found

    async def all(self) -> Sequence[Model]:
        return (await self.session.scalars(select(self.model))).all()

    async def add(self, obj: Model) -> Model:
        self.session.add(obj)
        await self.session.flush()
        return obj

    async def update(self, obj: Model, **values: Any) -> Model:
        for name, value in values.items():
            setattr(obj, name, value)
        await self.session.commit()
        return obj


class Users(Repository[User]):
    model = User

    async def with_posts(self) -> User:
        return (await self.session.scalars(ANN.options(selectinload(User.posts)))).one()


class UnitOfWork:
    """A session as an attribute, which the end of the block commits or rolls back."""

    def __init__(self, factory: Callable[[], AsyncSession]) -> None:
        self.factory = factory

    async def __aenter__(self) -> UnitOfWork:
        self.session = self.factory()
        self.users = Users(self.session)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            await self.session.commit()
        else:
            await self.session.rollback()
