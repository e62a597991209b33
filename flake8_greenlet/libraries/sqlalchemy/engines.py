"""Engines, URLs and connections.

Source: "Engine Configuration", "Asynchronous I/O (asyncio)".
"""

from __future__ import annotations

import ast
from dataclasses import field

from flake8_greenlet.events import EngineMade, PoolRefused, SyncIO
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.functions import in_context
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Constant,
    Context,
    Known,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import api, dialects
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked, entered, in_coroutine
from flake8_greenlet.libraries.sqlalchemy.coroutines import (
    SqlCoroutine,
    called,
    called_name,
    spelled,
    tell_unawaited,
)
from flake8_greenlet.libraries.sqlalchemy.dialects import Driver
from flake8_greenlet.libraries.sqlalchemy.protocols import awaited_anyway, wrong_protocol
from flake8_greenlet.libraries.sqlalchemy.urls import drivername
from flake8_greenlet.libraries.sqlalchemy.wrapped import is_wrapped
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class Engine(Known):
    """An engine; `driver` is None where its URL is not known."""

    is_async: bool
    driver: Driver | None
    drivername: str | None
    label: str
    told: bool = False
    """That making it blocks, or cannot work, was said where it was made."""
    wrapped: bool = False
    """That an AsyncEngine stands in front of it, so that only its own use is wrong."""
    is_half: bool = False
    """That it is the `sync_engine` of an AsyncEngine."""
    node: ast.AST | None = field(default=None, compare=False)
    """The call that made it."""

    @property
    def blocks(self) -> bool:
        """Whether its driver is, as far as anybody knows, one that blocks."""
        return not self.is_async and self.driver is not Driver.ASYNC

    def get(self, name: str, site: Site) -> Value:
        if self.is_async:
            return self._async_member(name, site)
        if name in ("connect", "begin", "raw_connection"):
            return Builtin(name, self._connect)
        if name == "execution_options":
            return Builtin(name, lambda arguments, where: self)
        return UNKNOWN

    def _async_member(self, name: str, site: Site) -> Value:
        if name == "sync_engine":
            from flake8_greenlet.libraries.sqlalchemy.facades import SyncHalf

            half = replace(self, is_async=False, driver=Driver.ASYNC, label=name, is_half=True)
            return SyncHalf("Engine", name, half)
        if name in ("connect", "begin"):
            return Builtin(
                name, lambda arguments, where: Connecting(self, name, where.allocate(NONE), where)
            )
        if name == "execution_options":
            return Builtin(name, lambda arguments, where: self)
        if api.is_coroutine("AsyncEngine", name, None):
            receiver = spelled(site)
            return Builtin(
                name,
                lambda arguments, where: SqlCoroutine(
                    "AsyncEngine", name, receiver, lambda s: s.opaque(), where
                ),
            )
        return UNKNOWN

    def _connect(self, arguments: Arguments, site: Site) -> Value:
        if self.wrapped and site.context in (Context.IMPORT, Context.LOOP):
            _tell_mismatch(False, self.label, self.drivername, self.driver, False, site)
        if self.blocks and not self.told:
            blocked("connection", "", site, made=f"{called_name(site, 'connect')}()")
        return Connection(False)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class Connecting(Known):
    """`async_engine.connect()`: to be awaited, or entered with `async with`."""

    engine: Engine
    maker: str
    started: Address
    """The cell that is true once it was."""
    made_here: Site = field(compare=False)

    def awaited(self, site: Site) -> Value:
        if self.maker == "begin":
            return awaited_anyway(self, f"{spelled(site)}.begin()", site)
        return self.async_enter(site)

    def async_enter(self, site: Site) -> Value:
        site.store(self.started, TRUE)
        return Connection(True)

    def get(self, name: str, site: Site) -> Value:
        if name == "start":
            return Builtin(name, lambda arguments, where: self)
        started = site.state(self.started)
        if started == NONE and api.kind("AsyncConnection", name, None) is api.Kind.COROUTINE:
            made_here = self.made_here
            tell_unawaited(
                "AsyncEngine", self.maker, called(made_here) or "it", f".{name}", made_here
            )
            site.store(self.started, TRUE)
            # One bug, one finding: what would come of it is not looked at.
            return UNKNOWN
        return Connection(True).get(name, site)

    def lacks(self, keyword: str) -> bool:
        return keyword == "with"

    def enter(self, site: Site) -> Value:
        wrong_protocol(f"{spelled(site)}.{self.maker}()", "with", site)
        return Connection(True)

    def dropped(self, site: Site) -> None:
        if site.state(self.started) == NONE:
            tell_unawaited("AsyncEngine", self.maker, called(site) or "it", None, site)


@dataclass(frozen=True)
class Connection(Known):
    """A Core connection."""

    is_async: bool

    def get(self, name: str, site: Site) -> Value:
        if not self.is_async:
            return UNKNOWN
        if name == "run_sync":
            return Builtin(name, self._run_sync)
        if name == "sync_connection":
            from flake8_greenlet.libraries.sqlalchemy.facades import SyncHalf

            return SyncHalf("Connection", name)
        if name in ("begin", "begin_nested"):
            return Builtin(name, lambda arguments, where: Transaction())
        if api.is_coroutine("AsyncConnection", name, None):
            receiver = spelled(site)

            def call(arguments: Arguments, where: Site) -> Value:
                return SqlCoroutine("AsyncConnection", name, receiver, lambda s: s.opaque(), where)

            return Builtin(name, call)
        return UNKNOWN

    def _run_sync(self, arguments: Arguments, site: Site) -> Value:
        function, *rest = arguments.positional or [UNKNOWN]
        given = Arguments([UNKNOWN, *rest], arguments.keywords, arguments.open_ended)

        def run(where: Site) -> Value:
            return in_context(function, given, where, Context.GREENLET)

        return SqlCoroutine("AsyncConnection", "run_sync", spelled(site), run, site)

    def lacks(self, keyword: str) -> bool:
        return keyword == ("with" if self.is_async else "async with")

    def enter(self, site: Site) -> Value:
        if self.is_async:
            wrong_protocol("AsyncConnection", "with", site)
        return self

    def async_enter(self, site: Site) -> Value:
        if not self.is_async:
            entered("connection", site)
        return self

    def truth(self, site: Site) -> bool | None:
        return True


class Transaction(Known):
    """`connection.begin()` of an asynchronous one."""

    def get(self, name: str, site: Site) -> Value:
        if not api.is_coroutine("AsyncTransaction", name, None):
            return UNKNOWN
        receiver = spelled(site, "transaction")

        def call(arguments: Arguments, where: Site) -> Value:
            return SqlCoroutine("AsyncTransaction", name, receiver, lambda s: s.opaque(), where)

        return Builtin(name, call)

    def awaited(self, site: Site) -> Value:
        return self

    def async_enter(self, site: Site) -> Value:
        return self

    def dropped(self, site: Site) -> None:
        # What `await connection.begin()` has given may be dropped.
        if isinstance(site.node, ast.Call):
            tell_unawaited("AsyncConnection", "begin", called(site) or "it", None, site)

    def enter(self, site: Site) -> Value:
        wrong_protocol(f"{spelled(site)}.begin()", "with", site)
        return self


def make_engine(is_async: bool, maker: str) -> Value:
    """`create_engine` or `create_async_engine`, and the `…_from_config` ones."""

    def call(arguments: Arguments, site: Site) -> Value:
        if maker.endswith("_from_config"):
            url = _configured_url(arguments, site)
        else:
            url = arguments.get(0, "url") or UNKNOWN
        name = None if isinstance(url, Alternatives) else drivername(url)
        version = site.machine.world.libraries.settings.sqlalchemy_version
        driver = None if name is None else dialects.driver_kind(name, version)
        bare = name is not None and driver is None and dialects.async_since(name) is not None
        wrapped = not is_async and driver is Driver.ASYNC and is_wrapped(site)
        told = not wrapped and _tell_mismatch(is_async, maker, name, driver, bare, site)
        engine = Engine(is_async, driver, name, maker, told, wrapped, node=site.node)
        if is_async:
            _tell_pool(maker, arguments.keywords.get("poolclass"), version, site)
        if engine.blocks and not told and in_coroutine(site):
            site.emit(SyncIO("engine", f"{maker}()", None))
            return replace(engine, told=True)
        return engine

    return Builtin(maker, call)


def _tell_pool(maker: str, pool: Value | None, version: tuple[int, int] | None, site: Site) -> None:
    """SQLAlchemy 1.4 takes any pool, and stops the event loop where that has to wait."""
    name = getattr(pool, "qualified", "").rpartition(".")[2]
    if name == "QueuePool" and (version is None or version >= (2, 0)):
        site.emit(PoolRefused(maker, name))


def wrap_engine(arguments: Arguments, site: Site) -> Value:
    """`AsyncEngine(create_engine(…))`: an async engine, whatever was said of the inner one."""
    inner = engine_of(arguments.get(0, "sync_engine"))
    if inner is None:
        return UNKNOWN
    if inner.node is not None:
        site.machine.take_back(inner.node)
    if inner.driver is Driver.SYNC:
        _tell_mismatch(True, "AsyncEngine", inner.drivername, inner.driver, False, site)
    return replace(inner, is_async=True, told=False, is_half=False)


def _configured_url(arguments: Arguments, site: Site) -> Value:
    """The URL in `engine_from_config({"sqlalchemy.url": …}, prefix="sqlalchemy.")`"""
    configuration = arguments.get(0, "configuration")
    prefix = arguments.get(1, "prefix") or Constant("sqlalchemy.")
    if not isinstance(configuration, Dict) or not isinstance(prefix, Constant):
        return UNKNOWN
    known = configuration.entries(site).known
    return known.get(Constant(f"{prefix.value}url").identity(), UNKNOWN)


def _tell_mismatch(
    is_async: bool, maker: str, name: str | None, driver: Driver | None, bare: bool, site: Site
) -> bool:
    if name is None:
        return False
    if is_async:
        wrong = driver is Driver.SYNC or (bare and name == "postgresql")
        suggestion = dialects.async_driver_for(name)
    else:
        wrong = driver is Driver.ASYNC
        suggestion = dialects.sync_driver_for(name)
    if wrong:
        site.emit(EngineMade(maker, name, is_async, suggestion, bare))
    return wrong


@dataclass(frozen=True)
class AsyncEngineClass(Value):
    """`AsyncEngine`: called it wraps an engine, as an annotation it is one of unknown making."""

    name = "AsyncEngine"

    def call(self, arguments: Arguments, site: Site) -> Value:
        return wrap_engine(arguments, site)

    def made(self, site: Site) -> Value:
        return Engine(True, None, None, self.name)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class AsyncConnectionClass(Value):
    """`AsyncConnection`, as an annotation."""

    name = "AsyncConnection"

    def made(self, site: Site) -> Value:
        return Connection(True)

    def truth(self, site: Site) -> bool | None:
        return True


def is_instance(value: Value, cls: Value) -> bool | None:
    """`isinstance(engine, AsyncEngine)` and its like of connections."""
    if isinstance(cls, (AsyncEngineClass, AsyncConnectionClass)):
        wanted = cls.name
    else:
        wanted = getattr(cls, "qualified", "")
    kinds = {Engine: "Engine", Connecting: "Connection", Connection: "Connection"}
    kind = kinds.get(type(value))
    wanted = wanted.rpartition(".")[2]
    if kind is None or wanted.removeprefix("Async") not in kinds.values():
        return None
    is_async = isinstance(value, Connecting) or getattr(value, "is_async", False)
    return wanted == (f"Async{kind}" if is_async else kind)


def engine_of(value: Value | None) -> Engine | None:
    """The engine that a value surely is; the half of an asynchronous one is synchronous."""
    from flake8_greenlet.libraries.sqlalchemy.facades import SyncHalf

    if isinstance(value, SyncHalf):
        return value.engine
    return value if isinstance(value, Engine) else None
