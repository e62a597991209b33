"""Requests of FastAPI: dependencies with a session, threads, and what is encoded."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from sqlalchemy import create_engine, orm, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import StaticPool
from starlette.concurrency import run_in_threadpool

from conformance.models import ANN, Base, KeepingSession, Session, User


async def _get(router: APIRouter) -> Any:
    """What a request is answered."""
    app = FastAPI()
    app.include_router(router)
    sent: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    await app(scope, receive, send)
    return json.loads(b"".join(sent))


async def _committing_session() -> AsyncIterator[AsyncSession]:
    async with Session() as session:
        yield session
        await session.commit()


async def _keeping_session() -> AsyncIterator[AsyncSession]:
    async with KeepingSession() as session:
        try:
            yield session
            await session.commit()
        except Exception:
            await session.rollback()
            raise


CommittingSession = Annotated[AsyncSession, Depends(_committing_session)]
Kept = Annotated[AsyncSession, Depends(_keeping_session)]


async def _current_user(session: CommittingSession) -> User:
    return (await session.scalars(ANN)).one()


CurrentUser = Annotated[User, Depends(_current_user)]


async def a_commit_after_the_yield() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        assert user.name == "ann"
        return user

    assert (await _get(router))["name"] == "ann"


async def a_value_before_the_commit_after_the_yield() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        user.name = "anna"
        await session.flush()
        return {"name": user.name, "id": user.id}

    assert await _get(router) == {"name": "anna", "id": 1}


async def a_commit_before_the_answer() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        return {"name": user.name}  # IO: expired by commit()

    await _get(router)


async def a_commit_of_a_kept_object() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: Kept) -> Any:
        user = (await session.scalars(ANN)).one()
        user.name = "anna"
        await session.commit()
        return {"name": user.name}

    assert await _get(router) == {"name": "anna"}


async def a_lazy_collection_of_a_kept_object() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: Kept) -> Any:
        user = (await session.scalars(ANN)).one()
        return {"posts": len(user.posts)}  # IO: never loaded

    await _get(router)


async def an_expired_object_is_encoded_as_nothing() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        return user  # writes {}: expired by commit()

    assert await _get(router) == {}


async def an_expired_object_that_may_be_none_is_encoded_as_nothing() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = await session.get(User, 1)
        await session.commit()
        return user  # writes {}: expired by commit()

    assert await _get(router) == {}


async def an_object_that_may_be_none_and_has_not_expired() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: Kept) -> Any:
        user = await session.get(User, 1)
        await session.commit()
        return user

    assert (await _get(router))["name"] == "ann"


async def an_object_that_has_expired_on_one_path() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        if user.id > 1:
            await session.commit()
        return user

    assert (await _get(router))["name"] == "ann"


async def an_object_of_a_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(user: CurrentUser) -> Any:
        return {"name": user.name}

    assert await _get(router) == {"name": "ann"}


async def a_lazy_collection_of_a_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(user: CurrentUser) -> Any:
        return {"posts": len(user.posts)}  # IO: never loaded

    await _get(router)


async def one_session_for_a_request() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(user: CurrentUser, session: CommittingSession) -> Any:
        await session.commit()
        return {"name": user.name}  # IO: expired by commit()

    await _get(router)


async def a_background_task_after_the_answer() -> None:
    router = APIRouter()
    shown: list[str] = []

    @router.get("/", response_model=None)
    async def show(user: CurrentUser, tasks: BackgroundTasks) -> Any:
        tasks.add_task(shown.append, user.name)
        return {}

    await _get(router)
    assert shown == ["ann"]


# Threads


async def a_threadpool_may_read_what_is_loaded() -> None:
    session = Session()
    user = (await session.scalars(ANN)).one()
    assert await run_in_threadpool(lambda: user.name) == "ann"


async def a_sync_session_in_a_thread() -> None:
    def names() -> list[int]:
        engine = create_engine(
            "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
        Base.metadata.create_all(engine)
        with orm.Session(engine) as session:
            session.add(User(name="cid"))
            session.commit()
            user = session.scalars(select(User)).one()
            session.commit()
            assert user.name == "cid"
            numbers = [len(user.posts)]
        engine.dispose()
        return numbers

    assert await run_in_threadpool(names) == [0]


def _shown_name(user: CurrentUser) -> str:
    return user.name


def _sync_engine() -> Any:
    engine = create_engine(
        "sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    return engine


async def a_plain_route() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    def show(user: CurrentUser) -> Any:
        return {"name": user.name}

    assert await _get(router) == {"name": "ann"}


async def a_plain_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(name: Annotated[str, Depends(_shown_name)]) -> Any:
        return {"name": name}

    assert await _get(router) == {"name": "ann"}


async def a_sync_session_of_a_plain_route() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    def show() -> Any:
        engine = _sync_engine()
        with orm.Session(engine) as session:
            user = User(name="cid")
            session.add(user)
            session.commit()
            shown = {"name": user.name, "posts": len(user.posts)}
        engine.dispose()
        return shown

    assert await _get(router) == {"name": "cid", "posts": 0}
