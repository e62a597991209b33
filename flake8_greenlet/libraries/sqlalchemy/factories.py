"""Session classes, and the factories that make sessions.

Source: "Session and sessionmaker()", "Using the AsyncSession".
"""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.events import WrongBind, WrongScope
from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Mergeable,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import api
from flake8_greenlet.libraries.sqlalchemy.blocking import blocked, entered, in_coroutine
from flake8_greenlet.libraries.sqlalchemy.configure import configured
from flake8_greenlet.libraries.sqlalchemy.coroutines import called_name, spelled
from flake8_greenlet.libraries.sqlalchemy.engines import Engine, engine_of
from flake8_greenlet.libraries.sqlalchemy.protocols import awaited_anyway, wrong_protocol
from flake8_greenlet.libraries.sqlalchemy.session_states import Begun, SessionState
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.libraries.sqlalchemy.unit_of_work import close, commit, may_fail, rollback
from flake8_greenlet.records import dataclass, replace


@dataclass(frozen=True)
class SessionClass(Value):
    """`AsyncSession`, `Session`, or a class of the project that derives from one."""

    is_async: bool
    name: str
    project_class: ClassValue | None = None

    def call(self, arguments: Arguments, site: Site) -> Value:
        check_bind(self.name, self.is_async, arguments.get(0, "bind"), site)
        config = Configuration.read(arguments, site)
        if self.project_class is not None and self.project_class.member("__init__") is not None:
            # What its own constructor hands on is not followed.
            config = replace(config, expire_on_commit=None)
        return make_session(self, config, self.name, site)

    def made(self, site: Site) -> Value | None:
        expires = site.machine.world.libraries.settings.expire_on_commit
        state = SessionState(self.is_async, expires, made_at=site.machine.clock, blocks=False)
        return Session(site.allocate(state), self.is_async, self.project_class)

    def get(self, name: str, site: Site) -> Value:
        if self.project_class is not None:
            return self.project_class.get(name, site)
        if self.is_async and not name.startswith("_") and not self._may_have(name, site):
            raise site.ends("AttributeError")
        return UNKNOWN

    def _may_have(self, name: str, site: Site) -> bool:
        # What the user has named as well may be a class with more to it.
        named = site.machine.world.libraries.settings.session_names
        return bool(named) or name in api.members("sqlmodel.AsyncSession")

    def truth(self, site: Site) -> bool | None:
        return True

    def item(self, key: Value, site: Site) -> Value:
        return self


@dataclass(frozen=True)
class Configuration:
    """The arguments of a factory that matter later."""

    expire_on_commit: bool | None = True
    autoflush: bool = True
    engine: Engine | None = None
    blocks: bool = True
    """Whether its sessions are known to block; an annotation alone does not prove that."""

    @staticmethod
    def read(
        arguments: Arguments, site: Site, before: Configuration | None = None
    ) -> Configuration:
        """From a call's arguments; what it does not give stays as it was `before`."""
        base = before or Configuration()
        given = arguments.keywords.get("expire_on_commit")
        expire_on_commit = base.expire_on_commit
        if isinstance(given, Constant):
            expire_on_commit = bool(given.value)
        elif given is not None or arguments.open_ended:
            expire_on_commit = None
        autoflush = arguments.keywords.get("autoflush")
        engine = engine_of(arguments.get(0, "bind")) or base.engine
        return Configuration(
            expire_on_commit,
            base.autoflush if autoflush is None else autoflush == TRUE,
            engine,
            base.blocks,
        )

    def joined(self, other: Configuration) -> Configuration:
        """What holds of sessions that may come of either."""
        same_expiry = self.expire_on_commit is other.expire_on_commit
        return Configuration(
            self.expire_on_commit if same_expiry else None,
            self.autoflush or other.autoflush,
            self.engine if self.engine == other.engine else None,
            self.makes_blocking and other.makes_blocking,
        )

    @property
    def makes_blocking(self) -> bool:
        """Whether a synchronous session of this making blocks."""
        return self.blocks and (self.engine is None or self.engine.blocks)


def make_session(cls: SessionClass, config: Configuration, label: str, site: Site) -> Session:
    """A session that a class or factory makes here."""
    forced = site.machine.world.libraries.settings.expire_on_commit
    engine = config.engine
    state = SessionState(
        cls.is_async,
        config.expire_on_commit if forced is None else forced,
        begun=Begun.NO,
        made_at=site.machine.clock,
        label=label,
        half=engine.label if engine is not None and engine.is_half else None,
        blocks=config.makes_blocking and not cls.is_async,
        autoflush=config.autoflush,
    )
    session = Session(site.allocate(state), cls.is_async, cls.project_class)
    if state.blocks:
        told = engine is not None and engine.told
        if told or (in_coroutine(site) and blocked("session", label, site, made=f"{label}()")):
            session.update(site, told=True)
    return session


def check_bind(maker: str, is_async: bool, bound: Value | None, site: Site) -> None:
    """Tell when a session or factory is bound to an engine of the other kind."""
    engine = engine_of(bound)
    if engine is not None and engine.is_async is not is_async:
        site.emit(WrongBind(maker, is_async, engine.label))


@dataclass(frozen=True)
class SessionFactory(Known, Mergeable):
    """`sessionmaker(…)`, `async_sessionmaker(…)`

    Which of two factories a name stands for, the environment decides as a rule: what they differ
    in is unknown.
    """

    cls: SessionClass
    config: Configuration
    maker: str

    def call(self, arguments: Arguments, site: Site) -> Value:
        check_bind(called_name(site, self.maker), self.cls.is_async, arguments.get(0, "bind"), site)
        config = Configuration.read(arguments, site, self.config)
        return make_session(self.cls, config, called_name(site, self.maker), site)

    def get(self, name: str, site: Site) -> Value:
        if name == "begin":
            return Builtin(name, self._begin)
        if name == "configure":
            return Builtin(name, self._configure)
        return UNKNOWN

    def _begin(self, arguments: Arguments, site: Site) -> Value:
        return SessionBlock(self, site.allocate(NONE))

    def _configure(self, arguments: Arguments, site: Site) -> Value:
        bound = arguments.keywords.get("bind")
        check_bind(self.maker, self.cls.is_async, bound, site)
        return NONE

    def item(self, key: Value, site: Site) -> Value:
        return self

    def merged(self, other: Value) -> Value | None:
        if not isinstance(other, SessionFactory) or self.cls != other.cls:
            return None
        return SessionFactory(self.cls, self.config.joined(other.config), self.maker)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class SessionBlock(Known):
    """`async_session.begin()` of a factory: a session in a transaction, closed at the end."""

    factory: SessionFactory
    session: Address
    """The cell that holds the session while the block runs."""

    def async_enter(self, site: Site) -> Value:
        session = self._open(site)
        if self.factory.cls.is_async:
            return session
        entered("session", site)
        return UNKNOWN

    def _open(self, site: Site) -> Value:
        session = self.factory.call(Arguments(), site)
        if isinstance(session, Session):
            session.update(site, begun=Begun.YES)
            site.store(self.session, session)
        return session

    def lacks(self, keyword: str) -> bool:
        return keyword == ("with" if self.factory.cls.is_async else "async with")

    def enter(self, site: Site) -> Value:
        if self.factory.cls.is_async:
            wrong_protocol(f"{spelled(site)}.begin()", "with", site)
        return self._open(site)

    def awaited(self, site: Site) -> Value:
        return awaited_anyway(self, f"{spelled(site)}.begin()", site)

    def leave(self, site: Site, *, failed: bool) -> None:
        session = site.state(self.session)
        if not isinstance(session, Session):
            return
        if failed:
            rollback(session, site)
        else:
            may_fail(session, site, then=lambda: _abandon(session, site))
            commit(session, site)
        close(session, site)

    async_leave = leave


def _abandon(session: Session, site: Site) -> None:
    rollback(session, site)
    close(session, site)


def make_factory(is_async: bool, maker: str, session_class: SessionClass) -> Value:
    """`sessionmaker` or `async_sessionmaker`"""

    def call(arguments: Arguments, site: Site) -> Value:
        cls: Value = arguments.keywords.get("class_") or session_class
        positional = list(arguments.positional)
        if len(positional) > 1 and isinstance(positional[1], SessionClass):
            cls = positional[1]
        if not isinstance(cls, SessionClass):
            return UNKNOWN
        bound = arguments.get(0, "bind")
        if not isinstance(bound, Opaque):
            check_bind(maker, cls.is_async, bound, site)
        config = Configuration.read(arguments, site)
        if _is_left_open(arguments, site):
            config = replace(config, expire_on_commit=None)
        return SessionFactory(cls, config, maker)

    return Factory(maker, call, session_class)


def _is_left_open(arguments: Arguments, site: Site) -> bool:
    """Whether `configure()` may say afterwards what a commit does.

    Where this module calls it for the factory, it is known whether it does; a factory without an
    engine is configured by another one.
    """
    says_expiry = configured(site)
    if says_expiry is not None:
        return says_expiry
    return arguments.get(0, "bind") is None and "expire_on_commit" not in arguments.keywords


@dataclass(frozen=True)
class Factory(Value):
    """The name `sessionmaker` itself: called it makes a factory, as an annotation it is one."""

    name: str
    make: Callable[[Arguments, Site], Value]
    session_class: SessionClass

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.make(arguments, site)

    def item(self, key: Value, site: Site) -> Value:
        cls = key.items[0] if isinstance(key, Tuple) and key.items else key
        if isinstance(cls, SessionClass):
            return Factory(self.name, self.make, cls)
        return self

    def made(self, site: Site) -> Value | None:
        unknown = Configuration(expire_on_commit=None, blocks=False)
        return SessionFactory(self.session_class, unknown, self.name)

    def truth(self, site: Site) -> bool | None:
        return True


def make_scoped(is_async: bool) -> Value:
    """`scoped_session(factory)`, `async_scoped_session(factory, scopefunc=…)`"""
    name = "async_scoped_session" if is_async else "scoped_session"

    def call(arguments: Arguments, site: Site) -> Value:
        factory = arguments.get(0, "session_factory")
        if not isinstance(factory, SessionFactory):
            return UNKNOWN
        if factory.cls.is_async is not is_async:
            site.emit(WrongScope(name, factory.cls.is_async))
            return UNKNOWN
        with site.machine.silent():
            session = factory.call(Arguments(), site)
        if isinstance(session, Session):
            session.update(site, several=True)
        return session

    return Builtin(name, call)
