"""Requests of FastAPI: dependencies with a session, threads, and what is encoded."""
# mypy: disable-error-code="untyped-decorator"

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any

import fastapi
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, Request
from sqlalchemy import create_engine, orm, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload
from sqlalchemy.pool import StaticPool
from starlette.concurrency import run_in_threadpool

from conformance.models import ANN, Base, KeepingSession, Post, Session, User


async def _get(router: APIRouter) -> Any:
    """What a request is answered."""
    app = FastAPI()
    app.state.factory = Session
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


async def an_expired_object_is_nothing_that_a_schema_writes_out() -> None:
    router = APIRouter()

    @router.get("/", response_model=Any)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        return user

    await _get(router)  # raises PydanticSerializationError


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


# Dependencies that are classes, objects, or asked for anew


class _Users:
    def __init__(self, session: CommittingSession) -> None:
        self.session = session

    async def save(self) -> None:
        await self.session.commit()


class _Service:
    def __init__(self, users: Annotated[_Users, Depends()], user: CurrentUser) -> None:
        self.users = users
        self.user = user


@dataclass
class _Request:
    session: CommittingSession
    user: CurrentUser


class _Role:
    def __init__(self, name: str) -> None:
        self.name = name

    async def __call__(self, user: CurrentUser) -> User:
        return user


async def _saved(session: CommittingSession) -> None:
    await session.commit()


async def _user_with_posts(session: CommittingSession) -> User:
    return (await session.scalars(ANN.options(selectinload(User.posts)))).one()


class _OwnRouter(APIRouter):
    pass


async def a_class_that_is_a_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(user: CurrentUser, users: Annotated[_Users, Depends()]) -> Any:
        await users.save()
        return {"name": user.name}  # IO: expired by commit()

    await _get(router)


async def a_class_that_is_a_dependency_before_the_commit() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(user: CurrentUser, users: Annotated[_Users, Depends()]) -> Any:
        shown = {"name": user.name}
        await users.save()
        return shown

    assert await _get(router) == {"name": "ann"}


async def a_class_below_a_class() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(service: Annotated[_Service, Depends(_Service)]) -> Any:
        await service.users.save()
        return {"name": service.user.name}  # IO: expired by commit()

    await _get(router)


async def a_dataclass_that_is_a_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(request: Annotated[_Request, Depends()]) -> Any:
        await request.session.commit()
        return {"name": request.user.name}  # IO: expired by commit()

    await _get(router)


async def a_dataclass_that_is_refreshed() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(request: Annotated[_Request, Depends()]) -> Any:
        await request.session.commit()
        await request.session.refresh(request.user)
        return {"name": request.user.name}

    assert await _get(router) == {"name": "ann"}


async def an_object_that_is_a_dependency() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(
        session: CommittingSession, user: Annotated[User, Depends(_Role("admin"))]
    ) -> Any:
        await session.commit()
        return {"name": user.name}  # IO: expired by commit()

    await _get(router)


async def a_session_that_is_asked_for_anew() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(
        user: CurrentUser,
        session: Annotated[AsyncSession, Depends(_committing_session, use_cache=False)],
    ) -> Any:
        await session.commit()
        return {"name": user.name}

    assert await _get(router) == {"name": "ann"}


# A session of which nobody knows where it comes from


async def _session_of_the_app(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.factory() as session:
        yield session


SessionOfTheApp = Annotated[AsyncSession, Depends(_session_of_the_app)]


async def _author(session: SessionOfTheApp) -> User:
    return (await session.scalars(ANN)).one()


async def an_object_in_a_session_that_nobody_knows() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(author: Annotated[User, Depends(_author)], session: SessionOfTheApp) -> Any:
        mine = select(Post).where(Post.author_id == author.id)
        post = (await session.scalars(mine)).first()
        assert post is not None and post.author is not None
        return {"author": post.author.name}

    assert await _get(router) == {"author": "ann"}


async def a_rollback_of_a_session_that_nobody_knows() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(author: Annotated[User, Depends(_author)], session: SessionOfTheApp) -> Any:
        await session.rollback()
        return {"author": author.name}  # IO: expired by rollback()

    await _get(router)


async def a_rollback_of_a_session_that_is_asked_for_anew() -> None:
    router = APIRouter()

    @router.get("/", response_model=None)
    async def show(
        author: Annotated[User, Depends(_author)],
        session: Annotated[AsyncSession, Depends(_session_of_the_app, use_cache=False)],
    ) -> Any:
        await session.rollback()
        return {"author": author.name}

    assert await _get(router) == {"author": "ann"}


# What a route, or its router, depends on without a name


async def a_commit_before_the_parameters() -> None:
    router = APIRouter()

    @router.get("/", response_model=None, dependencies=[Depends(_saved)])
    async def show(user: CurrentUser) -> Any:
        return {"name": user.name}

    assert await _get(router) == {"name": "ann"}


async def a_commit_after_what_the_router_has_loaded() -> None:
    router = APIRouter(dependencies=[Depends(_current_user)])

    @router.get("/", response_model=None, dependencies=[Depends(_saved)])
    async def show(user: CurrentUser) -> Any:
        return {"name": user.name}  # IO: expired by commit()

    await _get(router)


async def a_commit_before_what_the_route_loads() -> None:
    router = APIRouter(dependencies=[Depends(_saved)])

    @router.get("/", response_model=None, dependencies=[Depends(_current_user)])
    async def show(user: CurrentUser) -> Any:
        return {"name": user.name}

    assert await _get(router) == {"name": "ann"}


async def a_collection_that_the_router_has_loaded() -> None:
    router = APIRouter(dependencies=[Depends(_user_with_posts)])

    @router.get("/", response_model=None)
    async def show(user: CurrentUser) -> Any:
        return {"posts": len(user.posts)}

    assert await _get(router) == {"posts": 2}


async def a_router_of_the_project() -> None:
    router = _OwnRouter(prefix="")

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        return user  # writes {}: expired by commit()

    assert await _get(router) == {}


async def a_router_of_the_project_and_what_is_loaded() -> None:
    router = _OwnRouter()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        return (await session.scalars(ANN)).one()

    assert (await _get(router))["name"] == "ann"


async def a_router_that_somebody_else_has_made() -> None:
    router: Any = vars(fastapi)["APIRouter"]()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        return user  # writes {}: expired by commit()

    assert await _get(router) == {}


async def a_router_that_somebody_else_has_made_and_what_is_refreshed() -> None:
    router: Any = vars(fastapi)["APIRouter"]()

    @router.get("/", response_model=None)
    async def show(session: CommittingSession) -> Any:
        user = (await session.scalars(ANN)).one()
        await session.commit()
        await session.refresh(user)
        return user

    assert (await _get(router))["name"] == "ann"
