"""The table of SQLAlchemy's API, held against the SQLAlchemy that is installed.

Comparing it with the generator shows that it is up to date. That the generator is right is shown by
running the calls: what is said to block tries to do IO, what is said to be awaitable is.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib.util
import inspect
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import Column, ForeignKey, Integer, String, orm, select, text
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from flake8_greenlet.libraries.sqlalchemy import api, api_table
from flake8_greenlet.libraries.sqlalchemy.api import Kind

# SQLAlchemy warns of what is done here on purpose: IO that fails, connections left behind.
pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(__file__).parents[2]
VERSION: Any = tuple(map(int, sqlalchemy.__version__.split(".")[:2]))


@pytest.fixture(scope="module")
def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generator", ROOT / "tools/generate_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_table_is_up_to_date(generator: Any) -> None:
    table = api.parse_members(api_table.MEMBERS, api_table.VERSIONS)
    column = {
        cls: {member: kind.value for member, row in rows.items() if (kind := row.get(VERSION))}
        for cls, rows in table.items()
    }
    assert column == generator.api(), "run tools/generate_tables.py"


def test_generator_writes_this_file(generator: Any) -> None:
    assert Path(api_table.__file__).read_text(encoding="utf-8") == generator.api_text()


# What blocks, run ------------------------------------------------------------------------------

Base: Any = orm.declarative_base()


class User(Base):  # type: ignore[misc]
    __tablename__ = "user"
    id = Column(Integer, primary_key=True)
    name = Column(String)
    posts = orm.relationship("Post", cascade="all, delete")


class Post(Base):  # type: ignore[misc]
    __tablename__ = "post"
    id = Column(Integer, primary_key=True)
    user_id: Any = Column(ForeignKey("user.id"))


class World:
    """The synchronous objects behind an asynchronous driver, in the middle of their work."""

    async def build(self, url: str) -> None:
        self.async_engine = create_async_engine(url, poolclass=AsyncAdaptedQueuePool)
        async with self.async_engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        self.async_session = AsyncSession(self.async_engine)
        self.async_session.add(User(name="ann"))
        await self.async_session.flush()
        self.user = (await self.async_session.execute(select(User))).scalar_one()
        self.async_connection = await self.async_engine.connect()
        await self.async_connection.execute(text("SELECT 1"))
        self.async_fresh = await self.async_engine.connect()
        # One that goes back to the pool, for dispose() to close.
        await (await self.async_engine.connect()).close()

        self.session: Any = self.async_session.sync_session
        factory: Any = lambda: self.session  # noqa: E731
        self.scoped: Any = orm.scoped_session(factory)
        self.query: Any = self.session.query(User)
        # In the middle of a transaction; before one; nothing connected yet.
        self.connection: Any = self.async_connection.sync_connection
        self.fresh: Any = self.async_fresh.sync_connection
        self.unconnected: Any = sqlalchemy.create_engine(url)  # noqa: GRN001
        self.engine: Any = self.async_engine.sync_engine
        self.new = User(name="new")

    async def tear_down(self) -> None:
        for closing in (self.async_session, self.async_connection, self.async_fresh):
            # The test may have left it in ruins.
            with contextlib.suppress(Exception):
                await closing.close()
        await self.async_engine.dispose()


Call = Callable[[World], Any]

SESSION_CALLS: dict[str, Callable[[World, Any], Any]] = {
    "begin_nested": lambda w, s: (s.add(w.new), s.begin_nested()),
    "bulk_insert_mappings": lambda w, s: s.bulk_insert_mappings(User, [{"name": "x"}]),
    "bulk_save_objects": lambda w, s: s.bulk_save_objects([w.new]),
    "bulk_update_mappings": lambda w, s: s.bulk_update_mappings(User, [{"id": 1, "name": "x"}]),
    "close": lambda w, s: s.close(),
    "close_all": lambda w, s: s.close_all(),
    "commit": lambda w, s: s.commit(),
    "delete": lambda w, s: s.delete(w.user),
    "delete_all": lambda w, s: s.delete_all([w.user]),
    "execute": lambda w, s: s.execute(select(User)),
    "flush": lambda w, s: (s.add(w.new), s.flush()),
    "get": lambda w, s: s.get(User, 2),
    "get_one": lambda w, s: s.get_one(User, 2),
    "merge": lambda w, s: s.merge(User(id=2)),
    "merge_all": lambda w, s: s.merge_all([User(id=2)]),
    "refresh": lambda w, s: s.refresh(w.user),
    "reset": lambda w, s: s.reset(),
    "rollback": lambda w, s: s.rollback(),
    "scalar": lambda w, s: s.scalar(select(User)),
    "scalars": lambda w, s: s.scalars(select(User)),
}


def in_session(call: Callable[[World, Any], Any]) -> Call:
    return lambda w: call(w, w.session)


def in_scoped_session(call: Callable[[World, Any], Any]) -> Call:
    return lambda w: call(w, w.scoped)


def in_transaction(call: Callable[[Any], Any]) -> Call:
    return lambda w: call(w.session.get_transaction())


def new_scoped_session(world: World) -> Any:
    return orm.scoped_session(orm.sessionmaker(world.unconnected))


def two_phase(world: World) -> Any:
    session = orm.Session(world.unconnected, twophase=True)
    session.add(world.new)
    return session


BLOCKING: dict[tuple[str, str], Call] = {
    **{("Session", name): in_session(call) for name, call in SESSION_CALLS.items()},
    ("Session", "connection"): lambda w: orm.Session(w.unconnected).connection(),
    ("Session", "prepare"): lambda w: two_phase(w).prepare(),
    **{("scoped_session", name): in_scoped_session(call) for name, call in SESSION_CALLS.items()},
    ("scoped_session", "connection"): lambda w: new_scoped_session(w).connection(),
    ("scoped_session", "remove"): lambda w: (w.scoped(), w.scoped.remove()),
    ("SessionTransaction", "close"): in_transaction(lambda t: t.close()),
    ("SessionTransaction", "commit"): in_transaction(lambda t: t.commit()),
    ("SessionTransaction", "connection"): lambda w: (
        orm.Session(w.unconnected).begin().connection(None)
    ),
    ("SessionTransaction", "rollback"): in_transaction(lambda t: t.rollback()),
    ("Query", "__getitem__"): lambda w: w.query[0],
    ("Query", "__iter__"): lambda w: next(iter(w.query)),
    ("Query", "all"): lambda w: w.query.all(),
    ("Query", "count"): lambda w: w.query.count(),
    ("Query", "delete"): lambda w: w.query.delete(),
    ("Query", "first"): lambda w: w.query.first(),
    ("Query", "get"): lambda w: w.query.get(2),
    ("Query", "one"): lambda w: w.query.one(),
    ("Query", "one_or_none"): lambda w: w.query.one_or_none(),
    ("Query", "scalar"): lambda w: w.query.scalar(),
    ("Query", "update"): lambda w: w.query.update({"name": "x"}),
    ("Query", "value"): lambda w: w.query.value(User.id),
    ("Query", "values"): lambda w: next(w.query.values(User.id)),
    ("Engine", "begin"): lambda w: w.unconnected.begin().__enter__(),
    ("Engine", "connect"): lambda w: w.unconnected.connect(),
    ("Engine", "dispose"): lambda w: w.engine.dispose(),
    ("Engine", "execute"): lambda w: w.unconnected.execute(text("SELECT 1")),
    ("Engine", "has_table"): lambda w: w.unconnected.has_table("user"),
    ("Engine", "raw_connection"): lambda w: w.unconnected.raw_connection(),
    ("Engine", "run_callable"): lambda w: w.unconnected.run_callable(print),
    ("Engine", "scalar"): lambda w: w.unconnected.scalar(text("SELECT 1")),
    ("Engine", "table_names"): lambda w: w.unconnected.table_names(),
    ("Engine", "transaction"): lambda w: w.unconnected.transaction(print),
    ("Connection", "begin_nested"): lambda w: w.connection.begin_nested(),
    ("Connection", "close"): lambda w: w.connection.close(),
    ("Connection", "commit"): lambda w: w.connection.commit(),
    ("Connection", "exec_driver_sql"): lambda w: w.connection.exec_driver_sql("SELECT 1"),
    ("Connection", "execute"): lambda w: w.connection.execute(text("SELECT 1")),
    ("Connection", "execution_options"): lambda w: w.fresh.execution_options(
        isolation_level="READ UNCOMMITTED"
    ),
    ("Connection", "get_isolation_level"): lambda w: w.connection.get_isolation_level(),
    ("Connection", "rollback"): lambda w: w.connection.rollback(),
    ("Connection", "scalar"): lambda w: w.connection.scalar(text("SELECT 1")),
    ("Connection", "scalars"): lambda w: w.connection.scalars(text("SELECT 1")),
    ("Transaction", "close"): lambda w: w.connection.get_transaction().close(),
    ("Transaction", "commit"): lambda w: w.connection.get_transaction().commit(),
    ("Transaction", "rollback"): lambda w: w.connection.get_transaction().rollback(),
    ("MetaData", "create_all"): lambda w: Base.metadata.create_all(w.engine),
    ("MetaData", "drop_all"): lambda w: Base.metadata.drop_all(w.engine),
    ("MetaData", "reflect"): lambda w: sqlalchemy.MetaData().reflect(w.engine),
}

PLAIN: dict[tuple[str, str], Call] = {
    ("Session", "add"): lambda w: w.session.add(w.new),
    ("Session", "add_all"): lambda w: w.session.add_all([w.new]),
    ("Session", "begin"): lambda w: orm.Session(w.unconnected).begin(),
    ("Session", "expire"): lambda w: w.session.expire(w.user),
    ("Session", "expire_all"): lambda w: w.session.expire_all(),
    ("Session", "expunge"): lambda w: w.session.expunge(w.user),
    ("Session", "expunge_all"): lambda w: w.session.expunge_all(),
    ("Session", "get_bind"): lambda w: w.session.get_bind(),
    ("Session", "is_modified"): lambda w: w.session.is_modified(w.user),
    ("Session", "query"): lambda w: w.session.query(User).filter(User.id == 1),
    ("scoped_session", "begin"): lambda w: new_scoped_session(w).begin(),
    ("scoped_session", "query"): lambda w: w.scoped.query(User),
    ("Query", "exists"): lambda w: w.query.exists(),
    ("Query", "options"): lambda w: w.query.options(orm.selectinload(User.posts)),
    ("Query", "subquery"): lambda w: w.query.subquery(),
    ("Query", "with_for_update"): lambda w: w.query.limit(1).with_for_update(),
    ("Engine", "clear_compiled_cache"): lambda w: w.engine.clear_compiled_cache(),
    ("Engine", "execution_options"): lambda w: w.engine.execution_options(echo=True),
    ("Connection", "begin"): lambda w: w.fresh.begin(),
    ("Connection", "get_transaction"): lambda w: w.connection.get_transaction(),
    ("Connection", "in_transaction"): lambda w: w.connection.in_transaction(),
    ("MetaData", "clear"): lambda w: sqlalchemy.MetaData().clear(),
}


@pytest.fixture(scope="module", autouse=True)
def little_to_collect() -> Iterator[None]:
    """What other tests have left is not gone through at each collection."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def attempts(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Run the call in a coroutine, outside a greenlet; return each refusal of IO.

    The refusals are noted where they are made, for the pool logs and swallows those at closing.
    """
    refused: list[Exception] = []

    class MissingGreenlet(sqlalchemy.exc.MissingGreenlet):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            refused.append(self)

    async def run() -> None:
        world = World()
        await world.build(f"sqlite+aiosqlite:///{tmp_path}/test.db")
        try:
            with monkeypatch.context() as patch:
                patch.setattr(sqlalchemy.exc, "MissingGreenlet", MissingGreenlet)
                call(world)
        except Exception:
            # MissingGreenlet, or whatever was made of it on the way.
            if not refused:
                raise
        finally:
            await world.tear_down()

    asyncio.run(run())
    # What could not be closed is collected here, where its complaints are expected.
    gc.collect()
    return refused


@pytest.mark.parametrize("cls, member", BLOCKING, ids=map(".".join, BLOCKING))
def test_blocking_method_does_io(
    cls: str, member: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert api.blocks(cls, member)
    if not hasattr(SYNC_CLASSES[cls], member):
        pytest.skip(f"SQLAlchemy {sqlalchemy.__version__} has no {cls}.{member}")
    assert attempts(BLOCKING[cls, member], tmp_path, monkeypatch)


@pytest.mark.parametrize("cls, member", PLAIN, ids=map(".".join, PLAIN))
def test_plain_method_does_none(
    cls: str, member: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not api.blocks(cls, member)
    assert not attempts(PLAIN[cls, member], tmp_path, monkeypatch)


SYNC_CLASSES: dict[str, Any] = {
    "Session": orm.Session,
    "scoped_session": orm.scoped_session,
    "SessionTransaction": orm.SessionTransaction,
    "Query": orm.Query,
    "Engine": sqlalchemy.engine.Engine,
    "Connection": sqlalchemy.engine.Connection,
    "Transaction": sqlalchemy.engine.Transaction,
    "MetaData": sqlalchemy.MetaData,
}


def test_every_blocking_method_is_run() -> None:
    claimed = {
        (cls, member)
        for cls in SYNC_CLASSES
        for member in api.members(cls)
        if api.blocks(cls, member)
    }
    assert claimed == set(BLOCKING)


# What is awaited, run --------------------------------------------------------------------------


@pytest.fixture
def async_engine() -> Any:
    return create_async_engine("sqlite+aiosqlite://")


def test_what_a_call_returns(async_engine: Any) -> None:
    """Every method of AsyncSession and AsyncEngine, called for what it returns and then dropped."""
    engine = async_engine
    for cls, sample in (("AsyncSession", AsyncSession(engine)), ("AsyncEngine", engine)):
        for member in api.members(cls):
            kind = api.kind(cls, member, VERSION)
            method = getattr(sample, member, None)
            if kind is None or not inspect.ismethod(method):
                continue
            arguments = [
                parameter
                for parameter in inspect.signature(method).parameters.values()
                if parameter.default is parameter.empty
                and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            ]
            try:
                result = method(*[None] * len(arguments))
            except Exception:
                # add(None), and whatever else runs at once: plain.
                assert kind in (Kind.PLAIN, Kind.CLASSMETHOD), member
                continue
            is_coroutine = inspect.iscoroutine(result)
            if is_coroutine:
                result.close()
            assert is_coroutine == api.is_coroutine(cls, member, VERSION), member
            context = hasattr(result, "__aenter__")
            waits = inspect.isawaitable(result) and not is_coroutine
            assert (waits and context) == (kind is Kind.AWAITABLE_OR_CONTEXT), member
            assert (context and not waits) == (kind is Kind.ASYNC_CONTEXT), member


def test_sqlmodel_exec() -> None:
    pytest.importorskip("sqlmodel")
    from sqlmodel import Session
    from sqlmodel.ext.asyncio.session import AsyncSession as SQLModelSession

    assert inspect.iscoroutinefunction(SQLModelSession.exec)
    assert not inspect.iscoroutinefunction(Session.exec)
    assert not hasattr(sqlalchemy_asyncio.AsyncSession, "exec")
    assert issubclass(SQLModelSession, sqlalchemy_asyncio.AsyncSession)
    assert issubclass(Session, orm.Session)


# The functions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cls, member, version, expected",
    [
        ("AsyncSession", "commit", (1, 4), Kind.COROUTINE),
        ("AsyncSession", "commit", None, Kind.COROUTINE),
        ("AsyncSession", "add", None, Kind.PLAIN),
        ("AsyncSession", "begin", None, Kind.AWAITABLE_OR_CONTEXT),
        ("AsyncSession", "close_all", None, Kind.CLASS_COROUTINE),
        ("AsyncSession", "aclose", (1, 4), None),
        ("AsyncSession", "aclose", (2, 0), Kind.COROUTINE),
        ("AsyncSession", "query", None, None),
        ("AsyncSession", "exec", None, None),
        ("async_scoped_session", "commit", (1, 4), Kind.COROUTINE),
        ("async_scoped_session", "__call__", None, Kind.PLAIN),
        ("async_sessionmaker", "begin", (1, 4), None),
        ("async_sessionmaker", "begin", (2, 0), Kind.ASYNC_CONTEXT),
        ("AsyncEngine", "begin", (1, 4), Kind.AWAITABLE_OR_CONTEXT),
        ("AsyncEngine", "begin", None, Kind.ASYNC_CONTEXT),
        ("AsyncConnection", "stream", (1, 4), Kind.COROUTINE),
        ("AsyncConnection", "stream", None, Kind.AWAITABLE_OR_CONTEXT),
        ("AsyncConnection", "set_isolation_level", None, None),
        ("AsyncResult", "partitions", None, Kind.ASYNC_GENERATOR),
        ("AsyncResult", "scalars", None, Kind.PLAIN),
        ("AsyncAttrs", "awaitable_attrs", None, Kind.PROPERTY),
        ("AsyncAttrs", "awaitable_attrs", (1, 4), None),
        # 2.1 made a property of an attribute: what holds in every 2.x is neither.
        ("AsyncSession", "bind", (2, 1), Kind.PROPERTY),
        ("AsyncSession", "bind", None, None),
        # In one 2.x only: what it is where it is.
        ("AsyncSession", "merge_all", None, Kind.COROUTINE),
        ("AsyncSession", "merge_all", (2, 0), None),
        ("AsyncSession", "commit", (1, 3), None),
        ("AsyncSession", "commit", (2, 9), Kind.COROUTINE),
        ("AsyncConnection", "set_isolation_level", (2, 9), None),
        ("Session", "commit", None, Kind.BLOCKS),
        ("Session", "add", None, None),
        ("sqlmodel.AsyncSession", "exec", None, Kind.COROUTINE),
        ("sqlmodel.AsyncSession", "commit", None, Kind.COROUTINE),
        ("sqlmodel.AsyncSession", "unheard_of", None, None),
        ("Unheard", "of", None, None),
    ],
)
def test_kind(cls: str, member: str, version: Any, expected: Kind | None) -> None:
    assert api.kind(cls, member, version) is expected
    coroutine = expected in (Kind.COROUTINE, Kind.CLASS_COROUTINE)
    assert api.is_coroutine(cls, member, version) is coroutine


def test_blocks() -> None:
    assert api.blocks("Session", "execute")
    assert api.blocks("sqlmodel.Session", "exec")
    assert api.blocks("sqlmodel.Session", "execute")
    assert not api.blocks("Session", "exec")
    assert not api.blocks("AsyncSession", "execute")
    assert not api.blocks("Unheard", "of")


def test_members() -> None:
    assert {"add", "commit", "merge_all", "sync_session"} <= api.members("AsyncSession")
    assert api.members("sqlmodel.AsyncSession") == api.members("AsyncSession") | {"exec"}
    assert api.members("Unheard") == frozenset()


def test_tables_do_not_import_sqlalchemy() -> None:
    code = (
        "import sys; from flake8_greenlet.libraries.sqlalchemy import api;"
        "assert api.is_coroutine('AsyncSession', 'commit', None);"
        "sys.exit('sqlalchemy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
