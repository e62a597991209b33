"""Engines, URLs and connections.

Source: "Engine Configuration", "Asynchronous I/O (asyncio)".
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from flake8_greenlet.events import EngineMade, SyncIO
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.functions import in_context
from flake8_greenlet.interpreter.values import (
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Constant,
    Context,
    Known,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import api, dialects
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked, in_coroutine
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine, called_name, spelled
from flake8_greenlet.libraries.sqlalchemy.dialects import Driver


@dataclass(frozen=True)
class TextPrefix(Value):
    """A string of which only the beginning is known, such as an f-string URL's scheme."""

    known: str

    def truth(self, site: Site) -> bool | None:
        return True if self.known else None


@dataclass(frozen=True)
class Url(Value):
    """`URL.create(…)`, `make_url(…)`"""

    drivername: str

    def get(self, name: str, site: Site) -> Value:
        if name == "drivername":
            return Constant(self.drivername)
        if name == "set":
            return Builtin(name, self._set)
        return UNKNOWN

    def _set(self, arguments: Arguments, site: Site) -> Value:
        name = arguments.get(0, "drivername")
        if name is None:
            return self
        return (
            Url(name.value)
            if isinstance(name, Constant) and isinstance(name.value, str)
            else UNKNOWN
        )


def make_url(arguments: Arguments, site: Site) -> Value:
    """`URL.create(drivername, …)` and `make_url("…")`"""
    given = arguments.get(0, "drivername") or arguments.get(0, "name_or_url") or UNKNOWN
    name = drivername(given)
    return UNKNOWN if name is None else Url(name)


class UrlClass(Value):
    """`sqlalchemy.engine.URL`"""

    def get(self, name: str, site: Site) -> Value:
        return Builtin("URL.create", make_url) if name == "create" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


def drivername(url: Value) -> str | None:
    """The `dialect+driver` of a URL; None when it cannot be told."""
    if isinstance(url, Url):
        return url.drivername
    text = None
    if isinstance(url, Constant) and isinstance(url.value, str):
        text = url.value
    elif isinstance(url, TextPrefix):
        text = url.known
        if "://" not in text:
            return None
    if text is None:
        return None
    return text.partition("://")[0]


@dataclass(frozen=True)
class Engine(Known):
    """An engine; `driver` is None where its URL is not known."""

    is_async: bool
    driver: Driver | None
    drivername: str | None
    label: str
    told: bool = False
    """That making it blocks, or cannot work, was said where it was made."""
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
            return Opaque(("sync_engine",))
        if name in ("connect", "begin"):
            return Builtin(name, lambda arguments, where: Connecting(self))
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
        if self.blocks and not self.told:
            blocked("connection", "", site, made=f"{called_name(site, 'connect')}()")
        return Connection(False)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class Connecting(Known):
    """`async_engine.connect()`: to be awaited, or entered with `async with`."""

    engine: Engine

    def awaited(self, site: Site) -> Value:
        return Connection(True)

    async_enter = awaited


@dataclass(frozen=True)
class Connection(Known):
    """A Core connection."""

    is_async: bool

    def get(self, name: str, site: Site) -> Value:
        if not self.is_async:
            return UNKNOWN
        if name == "run_sync":
            return Builtin(name, self._run_sync)
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

    def enter(self, site: Site) -> Value:
        return self

    def async_enter(self, site: Site) -> Value:
        return self

    def truth(self, site: Site) -> bool | None:
        return True


class Transaction(Known):
    """`connection.begin()`"""

    def awaited(self, site: Site) -> Value:
        return self

    def async_enter(self, site: Site) -> Value:
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
        told = _tell_mismatch(is_async, maker, name, driver, bare, site)
        engine = Engine(is_async, driver, name, maker, told, site.node)
        if engine.blocks and not told and in_coroutine(site):
            site.emit(SyncIO("engine", f"{maker}()", None))
            return replace(engine, told=True)
        return engine

    return Builtin(maker, call)


def wrap_engine(arguments: Arguments, site: Site) -> Value:
    """`AsyncEngine(create_engine(…))`: an async engine, whatever was said of the inner one."""
    inner = engine_of(arguments.get(0, "sync_engine"))
    if inner is None:
        return UNKNOWN
    if inner.node is not None and inner.driver is not Driver.SYNC:
        site.machine.take_back(inner.node)
    return replace(inner, is_async=True, told=False)


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


def engine_of(value: Value | None) -> Engine | None:
    """The engine that a value surely is."""
    return value if isinstance(value, Engine) else None
