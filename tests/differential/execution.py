"""Run a program on the real SQLAlchemy, and note every line at which it raises MissingGreenlet.

The program that runs is a rewritten copy of the one that the plugin sees: every read and every
assignment of an attribute goes through a `Recorder`.  What makes the two sides comparable:

*A run* is an entry point (each `async def` that can be called with what is at hand: a session,
flags, keys, texts) under one assignment of its flags, with one content of the database, and with at
most one statement of the database failing inside of a `try`.

*Going on.*  A read that raises is noted.  Then what it wanted is loaded behind the program's back,
and the program goes on with the value, as if the mend had been made.

*Folding.*  There is one finding for each object and cause on a path.  So if one operation took
several attributes away from an object, all of them come back with the first that is read; a
relationship that was never loaded comes back alone, and whatever else is missing stays missing.
Some reads may be reported, but need not be: the second of several columns that the database
generated, or that are deferred; what is there only thanks to an earlier finding (whoever reports it
repeats himself, but is not wrong); and objects in a relationship that a mend has brought, or that
it has come across on the way, because nobody knows what else the mend would load.  That goes for
what such an object leads to as well, also where the program has loaded that itself before; but no
mend brings back what is expired after it.

*Holding.*  A many-to-one is free if the identity map has its target, and whether the objects of
that class that the session holds are the right ones is written in the data, not in the program.  So
where there are such objects, in whichever database, one that raises may be reported, and need not
be.  What was expired holds nothing.  What such a read leads to need not be reported either: if it
had raised, its mend would have brought that.

*Coinciding.*  Whether two keys that the program spells differently are of one row is written in the
data as well.  What raises in a database where they are and not in one where they are not, or the
other way round, may be reported, and need not be.

*Coming along.*  Which rows hang on what a statement loads is written in the data, too.  In the full
database everything belongs to something.  What raises only where less does may be reported, and
need not be, if the statement that has brought it in the full database was run all the same.  These
are counted apart.

*Failing.*  A statement that fails leaves things as they were, but for `refresh()`: its object has
expired by then, keys and all.  Only a broken database shows that, so it need not be reported.
What only marks a savepoint does not fail: there may be none, if a mend is all that needs it.

*Beginning.*  A mend begins a transaction, if there is none.  What a rollback of nothing else has
expired may be reported, and need not be.

*Looking further.*  No run shows that a read never raises.  What was reported and has raised in no
run is tried once more, in databases of which one table at a time has no rows, or of which each row
belongs to another one, also where that is the only one, all to the first or the last, most to none,
or to whichever chance will have it, for keys that belong together in all other ways, also where no
association table links anything, with other columns changed, with every statement failing in turn,
and another one after it, and with rows that come the other way round.  And a program that has
raised where nothing was reported is tried once more, with databases in which everything belongs to
the first or the last row, or nothing is linked: they say what only coincides.

*The place.*  It is the innermost frame that lies in the file being checked.  Which file that is
follows from who made the trouble: the innermost function during whose call the object was made or
loaded.  What a function in another file was handed is the caller's trouble, at the call.  Where the
cause is a commit, the expiry is also the session's: it is told where the session was made, and not
at all where the session is handed to an entry point, because nobody sees its `expire_on_commit`.
So what raises only if its commit expires, such as what a query has flushed that asks for what had
expired, may be reported, and need not be.

*Other errors* end a run, unless the program catches them.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import functools
import gc
import itertools
import logging
import sys
import tempfile
import threading
import warnings
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any, TypeAlias, cast
from weakref import WeakKeyDictionary, WeakSet

import greenlet  # type: ignore[import-untyped]
import sqlalchemy
from sqlalchemy import create_engine, event, orm
from sqlalchemy.exc import IntegrityError, MissingGreenlet, OperationalError, StatementError
from sqlalchemy.ext import asyncio as sqlalchemy_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm.state import InstanceState
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from .grammar import TAKEN, Program

State: TypeAlias = "InstanceState[Any]"
Place = tuple[str, int]
"""A module's name and a line."""
Read = tuple[Place, str]
"""Where something is read, and which attribute of which class."""

MOST_FAILURES = 32
"""The runs of one entry point in which a statement fails: each statement in some of them."""

ALL_FAILURES = 200
"""The same, where something was reported that has not raised so far."""

MOST_OBJECTS = 200
"""The objects that a run makes before it is abandoned: loops over rows that make rows have no end
that anybody would wait for."""


@dataclass(frozen=True, order=True)
class Raised:
    """A read of the database that SQLAlchemy refused."""

    place: Place
    attribute: str
    cause: str
    required: bool
    """Whether the plugin has to report it; otherwise it may."""
    inner: Place
    """The line that read, whoever is to blame for it."""


@dataclass
class Outcome:
    """What the runs of a program came to."""

    raised: set[Raised] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    """How runs ended, but for `return`."""
    runs: int = 0
    reached: set[Place] = field(default_factory=set)
    """The lines that read something, or called something, in some run."""
    scattered: set[Place] = field(default_factory=set)
    """What would have to be reported but for "Coming along"."""

    @functools.cached_property
    def required(self) -> set[Place]:
        """The places that have to be reported.  What a function in another file did to an object
        that it met in the session, rather than was handed, may be its own trouble as well."""
        own = {one.place for one in self.raised if one.required and one.place == one.inner}
        return own | {one.place for one in self.raised if one.required and one.inner not in own}

    @property
    def allowed(self) -> set[Place]:
        """The places that may be reported, the lines themselves among them that have raised."""
        places = {place for one in self.raised for place in (one.place, one.inner)}
        return places - self.required


# The rewritten copy

READ, WRITE, ENTERED, ATTEMPT, ATTEMPTED = (
    "_recorder_read",
    "_recorder_write",
    "_recorder_entered",
    "_recorder_attempt",
    "_recorder_attempted",
)


class Rewriting(ast.NodeTransformer):
    """Sends reads and writes of attributes through the recorder."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load):
            return node
        arguments = [node.value, ast.Constant(node.attr), ast.Constant(node.end_lineno)]
        return ast.copy_location(_call(READ, arguments), node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        target = node.targets[0]
        if not isinstance(target, ast.Attribute):
            self.generic_visit(node)
            return node
        owner, value = self.visit(target.value), self.visit(node.value)
        arguments = [owner, ast.Constant(target.attr), value, ast.Constant(target.end_lineno)]
        return ast.copy_location(ast.Expr(_call(WRITE, arguments)), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        target = node.target
        if not isinstance(target, ast.Attribute):
            self.generic_visit(node)
            return node
        read = ast.copy_location(ast.Attribute(target.value, target.attr, ast.Load()), target)
        value = ast.copy_location(ast.BinOp(read, node.op, node.value), node)
        return cast(ast.AST, self.visit(ast.copy_location(ast.Assign([target], value), node)))

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        node.defaults = [self.visit(default) for default in node.defaults]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.visit(node.args)
        entered = ast.copy_location(ast.Expr(_call(ENTERED, [])), node.body[0])
        node.body = [entered, *(self.visit(statement) for statement in node.body)]
        return node

    def visit_Try(self, node: ast.Try) -> ast.AST:
        self.generic_visit(node)
        first = node.body[0]
        begin, end = (
            ast.copy_location(ast.Expr(_call(name, [])), first) for name in (ATTEMPT, ATTEMPTED)
        )
        guarded = ast.Try(body=[begin, *node.body], handlers=[], orelse=[], finalbody=[end])
        node.body = [ast.copy_location(guarded, first)]
        return node


def _call(name: str, arguments: list[ast.expr]) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), arguments, [])


# Behind the program's back


class Worker:
    """A thread with an event loop: loads what is missing while the program's own loop waits."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        spawned: Coroutine[Any, Any, Any] = greenlet_spawn(function, *arguments)
        return asyncio.run_coroutine_threadsafe(spawned, self.loop).result(10)


def is_missing_greenlet(error: BaseException) -> bool:
    """Also where SQLAlchemy wraps it, as 2.1 does."""
    return isinstance(error, MissingGreenlet) or (
        isinstance(error, StatementError) and isinstance(error.orig, MissingGreenlet)
    )


class Abandoned(BaseException):
    """The run ends: the row of what a read wanted is gone, or there are too many of them."""


class Recorder:
    """Notes what raises during one run, and mends it."""

    def __init__(self, worker: Worker, modules: dict[str, str]) -> None:
        self.worker = worker
        self.modules = modules
        """File names, as code objects have them, to the names of modules."""
        self.serials: dict[int, tuple[int, CodeType]] = {}
        self.counter = itertools.count()
        self.begin("", ())

    def begin(self, entry_module: str, failing: Collection[int]) -> None:
        """Forget everything: another run begins."""
        self.entry_module = entry_module
        self.raised: set[Raised] = set()
        self.held: set[Read] = set()
        """The reads of a many-to-one that the identity map answered, or may have."""
        self.answers: set[tuple[Place, bool]] = set()
        """The calls of `get()`, with whether the identity map answered them."""
        self.got: WeakKeyDictionary[State, Place] = WeakKeyDictionary()
        """Which `get()` has returned an object."""
        self.of_got: set[tuple[Place, str, Place]] = set()
        """The reads of such objects that raised, with the call of `get()`."""
        self.ways: WeakKeyDictionary[State, set[Read]] = WeakKeyDictionary()
        """The reads of relationships that have led to an object."""
        self.led: set[tuple[Read, frozenset[Read]]] = set()
        """The reads that raised, and those that had led to their object."""
        self.asked: set[Read] = set()
        """The reads of objects that a session holds, whether they raised or not."""
        self.lost: WeakKeyDictionary[State, dict[str, str]] = WeakKeyDictionary()
        """What was taken from objects, by which operation."""
        self.mended: WeakKeyDictionary[State, set[str]] = WeakKeyDictionary()
        """What is there only because of an earlier finding."""
        self.reached: set[Place] = set()
        self.told: WeakKeyDictionary[State, set[str]] = WeakKeyDictionary()
        """The causes that were noted of an object."""
        self.brought: WeakSet[State] = WeakSet()
        """The objects that are known only through an earlier finding."""
        self.beyond: WeakSet[State] = WeakSet()
        """The objects that such an object, or what was mended, has led to."""
        self.made: WeakSet[State] = WeakSet()
        """The objects that the program constructed."""
        self.made_in_all = 0
        """How many these are, with those that are gone."""
        self.births: WeakKeyDictionary[Any, frozenset[int]] = WeakKeyDictionary()
        """The calls that were under way when an object or a session was made."""
        self.serials.clear()
        self.attempts = 0
        self.statements = 0
        self.failing = failing
        self.broken = False
        """A `refresh()` has failed half-way."""
        self.mending = False
        self.idle: WeakSet[orm.SessionTransaction] = WeakSet()
        """The transactions that nothing has begun but a read that raised, and its mend."""
        self.needless: WeakSet[State] = WeakSet()
        """What the rollback of such a transaction has expired."""
        self.sessions: WeakSet[orm.Session] = WeakSet()
        self.ran: set[Place] = set()
        """The lines that have asked the database so far."""
        self.last: Place | None = None
        self.there: WeakKeyDictionary[State, set[str]] = WeakKeyDictionary()
        """The attributes that were there when the database was last asked."""
        self.sources: WeakKeyDictionary[State, dict[str, list[Place]]] = WeakKeyDictionary()
        """The lines that have loaded an attribute, the last one at the end."""
        self.came: set[tuple[Read, Place]] = set()
        """The reads that were answered, and what has loaded the answer."""
        self.stayed: set[tuple[Read, frozenset[Place]]] = set()
        """The reads that raised, and what was run without loading the answer."""

    def names(self) -> dict[str, Callable[..., Any]]:
        """What the rewritten copy calls."""
        return {
            READ: self.read,
            WRITE: self.write,
            ENTERED: self.entered,
            ATTEMPT: self.attempt,
            ATTEMPTED: self.attempted,
            "getattr": self.getattr,
            "hasattr": self.hasattr,
            "setattr": self.setattr,
        }

    # Called by the program

    def entered(self) -> None:
        frame = sys._getframe(1)
        self.serials[id(frame)] = (next(self.counter), frame.f_code)
        for module, outer in self.frames(frame.f_back):
            self.reached.add((module, outer.f_lineno))

    def attempt(self) -> None:
        self.attempts += 1

    def attempted(self) -> None:
        self.attempts -= 1

    def getattr(self, owner: Any, name: str, *default: Any) -> Any:
        try:
            return self.read(owner, name, sys._getframe(1).f_lineno)
        except AttributeError:
            if default:
                return default[0]
            raise

    def hasattr(self, owner: Any, name: str) -> bool:
        try:
            self.read(owner, name, sys._getframe(1).f_lineno)
        except AttributeError:
            return False
        return True

    def setattr(self, owner: Any, name: str, value: Any) -> None:
        self.write(owner, name, value, sys._getframe(1).f_lineno)

    def read(self, owner: Any, name: str, line: int) -> Any:
        return self._guarded(lambda: getattr(owner, name), owner, name, line)

    def write(self, owner: Any, name: str, value: Any, line: int) -> None:
        if state := _state(owner):
            self.mended.get(state, set()).discard(name)
        self._guarded(lambda: setattr(owner, name, value), owner, name, line)

    def _guarded(self, action: Callable[[], Any], owner: Any, name: str, line: int) -> Any:
        module = self.modules.get(sys._getframe(2).f_code.co_filename)
        if module is not None and owner is not None:
            self.reached.add((module, line))
        state = _state(owner)
        if state is None or state.session is None or greenlet_is_there():
            return action()
        self.asked.add(self._read_of(state, name, line))
        # What is refused has begun a transaction by then.
        idle = not state.session.in_transaction()
        if name in self.mended.get(state, ()):
            self.note(state, name, line, folded=True)
        for _ in range(3):
            try:
                # An autoflush that cannot be done would break the session; the read raises anyway.
                missing = name in state.mapper.relationships and name not in state.dict
                with state.session.no_autoflush:
                    value = action()
                if missing and _state(value) in self.brought:
                    self.note(state, name, line, folded=True)
                elif missing and value is not None and _many_to_one(state, name):
                    self.held.add(self._read_of(state, name, line))
                self.follow(state, name, value, line)
                self.take_stock(state)
                for source in self.sources.get(state, {}).get(name, ())[-1:]:
                    self.came.add((self._read_of(state, name, line), source))
                return value
            except Exception as error:
                if not is_missing_greenlet(error):
                    raise
                error.__traceback__ = None
            self.note(state, name, line)
            self.take_stock(state)
            elsewhere = self.ran - set(self.sources.get(state, {}).get(name, ()))
            self.stayed.add((self._read_of(state, name, line), frozenset(elsewhere)))
            begun = state.session.get_transaction()
            if idle and begun is not None:
                self.idle.add(begun)
            self.mend(state, name)
        raise Abandoned

    def follow(self, state: State, name: str, value: Any, line: int) -> None:
        """A read has led from one object to others."""
        if name not in state.mapper.relationships:
            return
        ways = self.ways.get(state, set()) | {self._read_of(state, name, line)}
        known_by_mend = state in self.brought | self.beyond or name in self.mended.get(state, ())
        for target in _targets(value):
            self.ways.setdefault(target, set()).update(ways)
            if known_by_mend:
                self.beyond.add(target)

    # What raised

    def note(self, state: State, name: str, line: int, *, folded: bool = False) -> None:
        """A read of the attribute raised, in the function that called the recorder; or would have,
        if what was folded with it had not been mended."""
        cause = self.cause(state, name)
        told = self.told.setdefault(state, set())
        again = cause in told and cause in ("generated", "deferred")
        told.add(cause)
        if state in self.got and cause in ("never loaded", "deferred"):
            self.of_got.add((*self._read_of(state, name, line), self.got[state]))
        place, owner_file = self.place(state, cause, line)
        if place is None:
            return
        loadable = cause in ("never loaded", "deferred")
        again = again or (loadable and state in self.beyond)
        again = again or folded or state in self.brought or self._is_uncertain(state, name, line)
        half_way = self.broken and cause == "refresh()"
        needless = cause == "rollback()" and state in self.needless
        required = not (again or half_way or needless) and owner_file == self.entry_module
        read = inner, attribute = self._read_of(state, name, line)
        if required:
            self.led.add((read, frozenset(self.ways.get(state, ()) if loadable else ())))
        cause = "folded" if folded else cause
        self.raised.add(Raised(place, attribute, cause, required, inner))

    def _read_of(self, state: State, name: str, line: int) -> Read:
        """A read of the function that called the recorder."""
        module = self.frames(sys._getframe(1))[-1][0]
        return (module, line), f"{state.class_.__name__}.{name}"

    def _is_uncertain(self, state: State, name: str, line: int) -> bool:
        """Whether nobody can see that a many-to-one, which raises here, has to."""
        relation = _many_to_one(state, name)
        if relation is None:
            return False
        session = state.session
        assert session is not None
        keys = {state.mapper.get_property_by_column(each).key for each in relation.local_columns}
        gone = keys - set(state.dict)
        if gone:
            # It would be free without the expiry, of which nobody knows here.
            lost = self.lost.get(state, {})
            by = {lost.get(key, "commit()") for key in gone}
            if self.broken and "refresh()" in by:
                return True
            return by == {"commit()"} <= set(lost.values()) and not self.births.get(session)
        if any(
            other is not state and other.mapper.isa(relation.mapper) and not other.expired
            for other in session.identity_map.all_states()
            if other not in self.brought and other.obj() is not None
        ):
            self.held.add(self._read_of(state, name, line))
        return False

    def cause(self, state: State, name: str) -> str:
        lost = self.lost.get(state, {}).get(name)
        if lost is not None:
            return lost
        if name in state.mapper.relationships:
            return "never loaded"
        return "generated" if name in state.expired_attributes else "deferred"

    def place(self, state: State, cause: str, line: int) -> tuple[Place | None, str]:
        """Where it is reported, and the module that is to be checked for it."""
        frames = self.frames(sys._getframe(1))
        born = self.births.get(state, frozenset())
        session = state.session
        if cause == "commit()" and session is not None:
            # Who made the session decides what a commit does.
            born = born & self.births.get(session, frozenset())
            if not self.births.get(session):
                return self._innermost(frames, line, frames[0][0]), ""
        owner = frames[0][0]
        for module, frame in reversed(frames):
            if self._serial(frame) in born:
                owner = module
                break
        return self._innermost(frames, line, owner), owner

    def _innermost(self, frames: list[tuple[str, FrameType]], line: int, module: str) -> Place:
        inner = frames[-1]
        for name, frame in reversed(frames):
            if name == module:
                return name, line if frame is inner[1] else frame.f_lineno
        return module, line

    def frames(self, frame: FrameType | None) -> list[tuple[str, FrameType]]:
        """The functions of the program that are under way, the outermost first."""
        found: list[tuple[str, FrameType]] = []
        current = greenlet.getcurrent()
        while True:
            while frame is not None:
                module = self.modules.get(frame.f_code.co_filename)
                if module is not None:
                    found.append((module, frame))
                frame = frame.f_back
            parent = current.parent
            if parent is None:
                return found[::-1]
            current, frame = parent, cast("FrameType | None", parent.gr_frame)

    def _serial(self, frame: FrameType) -> int | None:
        serial, code = self.serials.get(id(frame), (None, None))
        return serial if code is frame.f_code else None

    # Mending

    def mend(self, state: State, name: str) -> None:
        """Load what the read wanted, and what was taken away along with it."""
        owner, session = state.obj(), state.session
        assert owner is not None and session is not None
        lost = self.lost.get(state, {})
        names = {name}
        cause = lost.get(name)
        if cause is not None and cause not in ("generated", "deferred"):
            names |= {
                other for other, by in lost.items() if by == cause and other not in state.dict
            }
        self.mended.setdefault(state, set()).update(names)
        self.mending = True
        try:
            with session.no_autoflush:
                met = self.worker.call(self._load, session, state, owner, sorted(names))
        except Exception as error:
            raise Abandoned from error
        finally:
            self.mending = False
        self.there.setdefault(state, set()).update(names)
        self.brought.update(met)
        for relation in names & set(state.mapper.relationships.keys()):
            self.brought.update(_targets(state.dict.get(relation)))

    def _load(
        self, session: orm.Session, state: State, owner: object, names: list[str]
    ) -> list[State]:
        """Load attributes, and tell what other objects that were there this would have filled."""
        met = []
        missing = {
            one: ({key for key in one.manager if key not in one.dict}, one.expired)
            for one in session.identity_map.all_states()
        }
        unset = {one: self.unset(one) for one in missing if one in self.made}
        session.refresh(owner, [name for name in names if name in state.mapper.attrs])
        for name in names:
            getattr(owner, name)
        # A refresh brings more along: the key, and what the rows of a relationship had lost.
        for one, (keys, expired) in missing.items():
            extra = keys & set(one.dict) - (set(names) if one is state else set())
            for name in extra & unset.get(one, set()):
                # It is as None as before.
                del one.dict[name]
                extra.remove(name)
            if extra:
                one._expire_attributes(one.dict, extra)
                one.expired = expired and one is not state
                if one is not state:
                    met.append(one)
        return met

    # Called by SQLAlchemy

    def taken(self, state: State, names: set[str], by: str, *, whole: bool = False) -> None:
        """These attributes of an object are about to be expired.

        If that is the `whole` object, the columns that only a query has deferred are as good as
        expired: whatever is read next brings them along.
        """
        if self.mending:
            return
        previous = self.lost.get(state, {})
        unset = self.unset(state) if state in self.made or whole else set()
        if by == "update()":
            # It does not know of what was expired before, and takes it for a match.
            previous = {}
        gone = {name for name in names if name in state.dict or name in previous or name in unset}
        if gone:
            self.lost[state] = {**self.lost.get(state, {}), **dict.fromkeys(gone, by)}
            self.told.pop(state, None)
            self.needless.discard(state)
            session = state.session
            begun = session and session.get_transaction()
            if by == "rollback()" and begun in self.idle and session and not _has_work(session):
                self.needless.add(state)
        self.mended.get(state, set()).difference_update(names)
        self.there.get(state, set()).difference_update(names)

    def take_stock(self, state: State) -> None:
        """What an object has that it had not when the database was last asked."""
        there = self.there.setdefault(state, set())
        if self.last is not None:
            for name in set(state.dict) - there:
                self.sources.setdefault(state, {}).setdefault(name, []).append(self.last)
        there.update(state.dict)

    @staticmethod
    def unset(state: State) -> set[str]:
        """The columns of a new object that nobody set: they are None without being there."""
        return {
            column.key
            for column in state.mapper.column_attrs
            if not column.deferred and column.key not in state.expired_attributes
        }

    def constructed(self, state: State) -> None:
        """An object is made here, not loaded."""
        self.made_in_all += 1
        if self.made_in_all > MOST_OBJECTS:
            raise Abandoned
        self.made.add(state)
        self.born(state)

    def born(self, thing: Any) -> None:
        """An object or a session is made here."""
        if self.mending:
            self.brought.add(thing)
        if isinstance(thing, orm.Session):
            self.sessions.add(thing)
        serials = {self._serial(frame) for _, frame in self.frames(sys._getframe(1))}
        self.births[thing] = frozenset(serial for serial in serials if serial is not None)

    def answered(self, thing: Any, *, present: bool, failed: bool = False) -> None:
        """`get()` has returned an object, from the identity map or from the database; or it has
        `failed` before it could."""
        frames = self.frames(sys._getframe(1))
        state = _state(thing)
        if frames and (failed or state is not None):
            place = frames[-1][0], frames[-1][1].f_lineno
            self.answers.add((place, present))
            if state is not None:
                self.got[state] = place

    def statement(self, kind: str) -> None:
        """The database is about to be asked, and may fail if somebody is prepared for it.

        Without a greenlet it will not be asked: the driver comes after the events.
        """
        if self.mending or not greenlet_is_there():
            return
        self.idle.clear()
        for session in self.sessions:
            for state in session.identity_map.all_states():
                self.take_stock(state)
        module, frame = self.frames(sys._getframe(1))[-1]
        self.last = module, frame.f_lineno
        self.ran.add(self.last)
        if not self.attempts:
            return
        self.statements += 1
        if self.statements in self.failing:
            self.broken = kind == "query" and _caller() == "refresh()"
            # A COMMIT may be what finds out that a constraint is not kept.
            error = OperationalError if kind == "query" else IntegrityError
            raise error("injected", None, Exception("injected"))


OPERATIONS = {
    "_remove_snapshot": "commit()",
    "_restore_snapshot": "rollback()",
    "_postfetch": "generated",
    "_postfetch_post_call": "generated",
    "_finalize_insert_update_commands": "generated",
    "_expire_state": "expire()",
    "_conditional_expire": "expire()",
    "expire_all": "expire_all()",
}


def _state(owner: Any) -> State | None:
    try:
        found = object.__getattribute__(owner, "__dict__").get("_sa_instance_state")
    except AttributeError:
        return None
    return cast("State | None", found)


def _targets(value: Any) -> Iterator[State]:
    """The objects in a relationship."""
    for one in value if isinstance(value, list) else [value]:
        if (found := _state(one)) is not None:
            yield found


def _has_work(session: orm.Session) -> bool:
    return bool(session.new or session.dirty or session.deleted)


def _many_to_one(state: State, name: str) -> Any:
    relation = state.mapper.relationships.get(name)
    if relation is None or relation.direction is not orm.RelationshipDirection.MANYTOONE:
        return None
    return relation


def greenlet_is_there() -> bool:
    """Whether IO is allowed here: SQLAlchemy's own greenlets say so."""
    current = greenlet.getcurrent()
    return bool(
        getattr(current, "__sqlalchemy_greenlet_provider__", False)
        or type(current).__name__ == "_AsyncIoGreenlet"
    )


# One program


def fill(path: Path, base: Any, variant: str) -> bytes:
    """A database with the tables of a program."""
    metadata: sqlalchemy.MetaData = base.metadata
    single = _of_one_to_one(base)
    path.unlink(missing_ok=True)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    # As elsewhere, a key that is asked for is not that of a row to come.
    for table in metadata.sorted_tables:
        table.dialect_options["sqlite"]["autoincrement"] = True
    with engine.begin() as connection:
        metadata.create_all(connection)
        for table in metadata.sorted_tables:
            statement = sqlalchemy.text("INSERT INTO sqlite_sequence VALUES (:name, 1000)")
            connection.execute(statement, {"name": table.name})
        filled: set[sqlalchemy.Table] = set()
        for index, table in enumerate(metadata.sorted_tables):
            if variant in (("odd", "even")[index % 2], without(table)):
                continue
            if variant.startswith(UNLINKED) and _is_linking(table):
                continue
            for row in _rows(table, variant, single):
                # No foreign key leads to a table without rows, as a database sees to.
                astray = {
                    key.parent.name: None
                    for key in table.foreign_keys
                    if key.column.table not in filled and key.column.table is not table
                }
                if all(table.columns[name].nullable for name in astray):
                    connection.execute(table.insert(), row | astray)
                    filled.add(table)
    engine.dispose()
    return path.read_bytes()


VARIANTS = ("full", "crossed 0", "crossed 1", "sparse", "odd", "even")
"""Databases: rows that know each other, the same for keys that do not belong together, one row of
each table that knows none, and rows in every other table only."""


SHUFFLED = tuple(f"shuffled {number}" for number in range(6))
"""Databases in which nothing but chance says what belongs to what; one-to-one stays that."""


GATHERED = ("gathered 1", "gathered 3")
"""Databases in which one row of a table, the first or the last, has all that belongs to any."""


LOOSE = ("loose but the first", "loose the first")
"""Databases in which no row but the first, or only that one not, belongs to anything.
What must belong to something, and one-to-one relationships, stay."""


PAIRED = ("paired", "one each")
"""Databases in which each row belongs to another one, of several in a table or of the only ones: a
loop of which a second turn fails, because its INSERT is refused, comes to its end there."""


UNLINKED = "unlinked"
"""Databases in which no row is linked to another by an association table, for keys that do not
belong together."""


def without(table: sqlalchemy.Table) -> str:
    """The database in which one table has no rows."""
    return f"without {table.name}"


def _is_linking(table: sqlalchemy.Table) -> bool:
    return all(column.primary_key for column in table.columns)


def _of_one_to_one(base: Any) -> set[Any]:
    """The foreign keys of which each value is that of one row, as a constraint would see to: where
    there were more, loading what they belong to would find that several times."""
    return {
        column
        for mapper in base.registry.mappers
        for relation in mapper.relationships
        if relation.direction is orm.RelationshipDirection.ONETOMANY and not relation.uselist
        for column in relation.remote_side
    }


def _counterpart(number: int, variant: str) -> int:
    """What a row belongs to that nothing else belongs to: its like, unless chance moves them on."""
    moved = int(variant.split()[-1]) if variant in SHUFFLED else 0
    return (number - 1 + moved) % 3 + 1


def _rows(
    table: sqlalchemy.Table, variant: str, single: Collection[Any]
) -> Iterator[dict[str, Any]]:
    count = 1 if variant in ("sparse", "one each") else 3
    if _is_linking(table):
        names = [column.name for column in table.columns]
        if variant in GATHERED:
            numbers = itertools.product((1, 2, 3), repeat=len(names))
            yield from (dict(zip(names, chosen)) for chosen in numbers)
        elif variant != "sparse":
            yield dict.fromkeys(names, 1)
        if count == 3 and variant not in GATHERED:
            yield {names[0]: 1, names[1]: 2}
            yield {names[0]: 2, names[1]: 1}
        return
    for number in range(1, count + 1):
        row: dict[str, Any] = {}
        for column in table.columns:
            if column.primary_key:
                row[column.name] = number
            elif column.foreign_keys:
                itself = any(key.column.table is table for key in column.foreign_keys)
                related = number % count + 1 if itself else number % 3
                related = number if variant in PAIRED and not itself else related
                related = int(variant[-1]) if variant in GATHERED else related
                if variant in SHUFFLED:
                    place = f"{variant} {table.name} {column.name} {number}"
                    related = zlib.crc32(place.encode()) % count + 1
                related = _counterpart(number, variant) if column in single else related
                loose = variant in LOOSE and (number > 1) is (variant == LOOSE[0])
                lonely = variant == "sparse" or (loose and column not in single)
                row[column.name] = None if lonely and column.nullable else related or 1
            elif column.name == "email":
                row[column.name] = TAKEN if number == 1 else f"{number}@example.org"
            elif isinstance(column.type, sqlalchemy.String):
                row[column.name] = f"{column.name} {number}"
            elif isinstance(column.type, sqlalchemy.Integer):
                row[column.name] = number
        yield row


@dataclass(frozen=True)
class Entry:
    """A function that can be called."""

    module: str
    name: str
    parameters: tuple[tuple[str, str], ...]
    owner: str | None = None
    """The class whose method it is; it is made with a session."""


def find_entries(program: Program) -> Iterator[Entry]:
    """Every `async def` whose parameters are at hand."""
    for module, source in program.files.items():
        for node in ast.parse(source).body:
            if isinstance(node, ast.ClassDef):
                functions, owner = node.body, node.name
            else:
                functions, owner = [node], ""
            for function in functions:
                if not isinstance(function, ast.AsyncFunctionDef):
                    continue
                parameters = tuple(
                    (one.arg, ast.unparse(one.annotation) if one.annotation else "")
                    for one in function.args.args[bool(owner) :]
                )
                if all(
                    annotation in ("AsyncSession", "bool") or name in program.arguments
                    for name, annotation in parameters
                ):
                    yield Entry(module, function.name, parameters, owner or None)


class Execution:
    """Runs programs, one after the other."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.loop = asyncio.new_event_loop()
        # Where there is memory to be had for files: the disk would be most of the time.
        memory = Path("/dev/shm")
        folder = memory if memory.is_dir() else None
        self.temporary = tempfile.TemporaryDirectory(prefix="differential", dir=folder)
        self.folder = Path(self.temporary.name)
        self.database = self.folder / "app.db"
        self.begun: list[orm.Session] = []
        self.backwards = False
        """Whether rows that nobody has put into an order come the other way round."""

    def close(self) -> None:
        """Leave nothing behind."""
        self.worker.close()
        self.loop.close()
        self.temporary.cleanup()

    def run(self, program: Program, reported: Set[Place] | None = None) -> Outcome:
        """Everything that the program's entry points do; see "Looking further" for `reported`,
        without which nothing is tried any further."""
        files = {str(self.folder / f"{name}.py"): name for name in program.files}
        recorder = Recorder(self.worker, files)
        with warnings.catch_warnings(), self._watched(recorder):
            # What MissingGreenlet interrupts is a coroutine that nobody awaits.  It is to go here,
            # and what else goes is not to depend on when garbage happens to be collected.
            warnings.simplefilter("ignore")
            with self._imported(program, recorder) as modules:
                base = modules["models"].Base
                engine: AsyncEngine = modules["database"].engine
                self._listen(engine, base, recorder)
                tables = base.metadata.sorted_tables

                def search(
                    program: Program,
                    variants: Iterable[str],
                    failures: int,
                    failing: Collection[str] = ("full",),
                ) -> Outcome:
                    found = Outcome()
                    contents = {
                        variant: fill(self.database, base, variant)
                        for variant in dict.fromkeys(["full", *variants])
                    }
                    for entry in find_entries(program):
                        self._entry(
                            program, entry, modules, contents, failures, failing, recorder, found
                        )
                    return found

                linking = any(map(_is_linking, tables))
                numbers = range(len(program.crossed) if linking else 0)
                unlinked = [f"{UNLINKED} {number}" for number in numbers]
                outcome = search(program, VARIANTS, MOST_FAILURES)
                if reported is not None and not outcome.required <= reported:
                    variants = [*VARIANTS, *GATHERED, *unlinked]
                    outcome = search(program, variants, MOST_FAILURES)
                told = outcome.reached.intersection(reported or ())
                doubted = told - {one.place for one in outcome.raised}
                if doubted:
                    crossed = [f"crossed {number}" for number in range(len(program.crossed))]
                    otherwise = replace(program, arguments=program.arguments | program.further)
                    variants = [*crossed, *PAIRED, *LOOSE, *GATHERED, *SHUFFLED, *unlinked]
                    variants += map(without, tables)
                    failing = ["full", *GATHERED, *crossed]
                    further = search(otherwise, variants, ALL_FAILURES, failing).raised
                    self.backwards = True
                    further |= search(otherwise, crossed, 0).raised
                    self.backwards = False
                    raised = {one for one in further if one.place in doubted}
                    outcome = replace(outcome, raised=outcome.raised | raised)
                base.registry.dispose()
            gc.collect()
        return outcome

    def _entry(
        self,
        program: Program,
        entry: Entry,
        modules: dict[str, ModuleType],
        contents: dict[str, bytes],
        most_failures: int,
        failing_in: Collection[str],
        recorder: Recorder,
        outcome: Outcome,
    ) -> None:
        given = [
            [True, False] if annotation == "bool" else program.arguments.get(name, [None])
            for name, annotation in entry.parameters
        ]
        handed = entry.owner or any(
            annotation == "AsyncSession" for _, annotation in entry.parameters
        )

        def once(variant: str, choice: int, keeping: bool, *failing: int) -> int:
            recorder.begin(entry.module, failing)
            self._replace(contents[variant])
            arguments = dict(zip((name for name, _ in entry.parameters), choices[choice]))
            kind, _, number = variant.partition(" ")
            linked = kind in ("full", "crossed", "gathered", UNLINKED) and not failing
            if kind in ("crossed", UNLINKED):
                crossed = program.crossed[int(number)]
                arguments |= {key: crossed.get(key, arguments[key]) for key in arguments}
            coroutine = self._call(entry, arguments, modules, keeping)
            end = self.loop.run_until_complete(coroutine)
            outcome.runs += 1
            outcome.reached |= recorder.reached
            if end is not None:
                outcome.ends.add(end)
            # What only the data decide is no more certain where they are like this.
            held[choice] |= recorder.held
            answers[choice] |= recorder.answers
            of_got[choice] |= recorder.of_got
            led[choice] |= recorder.led
            raised[choice] |= recorder.raised
            if keeping:
                whatever_commits.update((one.inner, one.attribute) for one in recorder.raised)
            if not failing:
                unfailing[choice] |= recorder.raised
            if variant == "full":
                refused_in_full[choice] |= {read for read, _ in recorder.stayed}
            if variant == "full" and not failing:
                came[choice, keeping] |= recorder.came
            elif not failing:
                stayed[choice, keeping] |= recorder.stayed
            if linked:
                refused = {(one.inner, one.attribute) for one in recorder.raised}
                answered = recorder.asked - refused
                held[choice] |= (
                    refused & done[choice, keeping] | answered & refusals[choice, keeping]
                )
                done[choice, keeping] |= answered
                refusals[choice, keeping] |= refused
            return recorder.statements

        choices = list(itertools.product(*given))
        held: list[set[Read]] = [set() for _ in choices]
        answers: list[set[tuple[Place, bool]]] = [set() for _ in choices]
        of_got: list[set[tuple[Place, str, Place]]] = [set() for _ in choices]
        led: list[set[tuple[Read, frozenset[Read]]]] = [set() for _ in choices]
        raised: list[set[Raised]] = [set() for _ in choices]
        unfailing: list[set[Raised]] = [set() for _ in choices]
        # The reads that raise where no commit expires anything, or the program says what it does.
        whatever_commits: set[Read] = set()
        # By the choice, and by what a commit does: the reads that were answered, those that raised.
        done: defaultdict[tuple[int, bool], set[Read]] = defaultdict(set)
        refusals: defaultdict[tuple[int, bool], set[Read]] = defaultdict(set)
        came: defaultdict[tuple[int, bool], set[tuple[Read, Place]]] = defaultdict(set)
        stayed: defaultdict[tuple[int, bool], set[tuple[Read, frozenset[Place]]]] = defaultdict(set)
        refused_in_full: list[set[Read]] = [set() for _ in choices]
        failures = []
        for variant, choice in itertools.product(contents, range(len(choices))):
            for keeping in (False, True) if handed else (True,):
                statements = once(variant, choice, keeping)
            if variant in failing_in:
                failures += [(number, choice, variant) for number in range(1, statements + 1)]
        failures.sort(key=lambda one: ((one[1] - one[0]) % len(choices), one))
        pairs = []
        for number, choice, variant in failures[:most_failures]:
            statements = once(variant, choice, True, number)
            if most_failures == ALL_FAILURES and variant == "full":
                pairs += [(number, other, choice) for other in range(number + 1, statements + 1)]
        pairs.sort(key=lambda one: ((one[2] - sum(one[:2])) % len(choices), one))
        for number, other, choice in pairs[:most_failures]:
            once("full", choice, True, number, other)
        for choice in range(len(choices)):
            held[choice] |= {
                (place, attribute)
                for place, attribute, call in of_got[choice]
                if {(call, True), (call, False)} <= answers[choice]
            }
            held[choice] |= {read for read, ways in led[choice] if ways & held[choice]} - {
                read for read, ways in led[choice] if not ways & held[choice]
            }
        held_anywhere: set[Read] = set().union(*held)
        for choice, found in enumerate(raised):
            scattered = {
                read
                for keeping in (False, True)
                for read, without in stayed[choice, keeping]
                if any((read, place) in came[choice, keeping] for place in without)
            } - refused_in_full[choice]
            for one in found:
                read = one.inner, one.attribute
                # What a failure alone leads to is run in one database, and elsewhere in several.
                uncertain = held[choice] if one in unfailing[choice] else held_anywhere
                sure = one.required and read not in uncertain and read in whatever_commits
                if sure and read in scattered:
                    outcome.scattered.add(one.place)
                outcome.raised.add(replace(one, required=sure and read not in scattered))

    def _replace(self, content: bytes) -> None:
        # A connection that is still open somewhere keeps the old file.
        self.database.unlink(missing_ok=True)
        self.database.write_bytes(content)

    async def _call(
        self, entry: Entry, arguments: dict[str, Any], modules: dict[str, ModuleType], keeping: bool
    ) -> str | None:
        engine = modules["database"].engine
        for name, annotation in entry.parameters:
            if annotation == "AsyncSession":
                arguments[name] = AsyncSession(engine, expire_on_commit=not keeping)
        stdout = sys.stdout
        sys.stdout = cast(Any, Silence())
        try:
            await self._function(entry, modules, keeping)(**arguments)
        except Exception as error:
            return type(error).__name__
        except Abandoned:
            return "Abandoned"
        finally:
            sys.stdout = stdout
            arguments.clear()
            for session in self.begun:
                with contextlib.suppress(Exception):
                    await greenlet_spawn(session.close)
            self.begun.clear()
        return None

    @staticmethod
    def _function(entry: Entry, modules: dict[str, ModuleType], keeping: bool) -> Any:
        module = modules[entry.module]
        if entry.owner is None:
            return getattr(module, entry.name)
        session = AsyncSession(modules["database"].engine, expire_on_commit=not keeping)
        return getattr(getattr(module, entry.owner)(session), entry.name)

    @contextlib.contextmanager
    def _imported(self, program: Program, recorder: Recorder) -> Iterator[dict[str, ModuleType]]:
        def make_engine(url: str, **keywords: Any) -> AsyncEngine:
            path = f"sqlite+aiosqlite:///{self.database}"
            return kept(path, poolclass=NullPool, connect_args={"timeout": 0.05})

        kept = sqlalchemy_asyncio.create_async_engine
        modules = {name: ModuleType(name) for name in program.files}
        sys.modules.update(modules)
        cast(Any, sqlalchemy_asyncio).create_async_engine = make_engine
        try:
            for name in sorted(program.files, key=ORDER.index):
                tree = Rewriting().visit(ast.parse(program.files[name]))
                path = str(self.folder / f"{name}.py")
                code = compile(ast.fix_missing_locations(tree), path, "exec")
                vars(modules[name]).update(recorder.names())
                exec(code, vars(modules[name]))
            yield modules
        finally:
            cast(Any, sqlalchemy_asyncio).create_async_engine = kept
            for name in modules:
                del sys.modules[name]

    def _listen(self, engine: AsyncEngine, base: Any, recorder: Recorder) -> None:
        def executing(*arguments: Any) -> None:
            word = str(arguments[2]).split()[0].upper()
            if word not in ("SAVEPOINT", "RELEASE", "ROLLBACK"):
                changes = word in ("INSERT", "UPDATE", "DELETE")
                recorder.statement("change" if changes else "query")

        def connected(connection: Any, record: Any) -> None:
            # As other databases do without being told.
            connection.execute("PRAGMA foreign_keys = ON")
            if self.backwards:
                connection.execute("PRAGMA reverse_unordered_selects = ON")

        event.listen(engine.sync_engine, "connect", connected)
        event.listen(engine.sync_engine, "before_cursor_execute", executing)
        event.listen(engine.sync_engine, "commit", lambda connection: recorder.statement("commit"))
        event.listen(
            base,
            "init",
            lambda target, *rest: recorder.constructed(cast(State, _state(target))),
            propagate=True,
        )
        event.listen(
            base, "load", lambda target, context: recorder.born(_state(target)), propagate=True
        )

    @contextlib.contextmanager
    def _watched(self, recorder: Recorder) -> Iterator[None]:
        """Listen where SQLAlchemy has no event for it."""
        expire, expire_attributes, init, get = (
            InstanceState._expire,
            InstanceState._expire_attributes,
            orm.Session.__init__,
            orm.Session.get,
        )

        def whole(state: State, dict_: Any, modified: Any) -> None:
            recorder.taken(state, set(state.manager), _caller(), whole=True)
            expire(state, dict_, modified)

        def some(state: State, dict_: Any, names: Any, no_loader: bool = False) -> None:
            names = list(names)
            recorder.taken(state, set(names), _caller())
            expire_attributes(state, dict_, names, no_loader)

        def made(session: orm.Session, *arguments: Any, **keywords: Any) -> None:
            init(session, *arguments, **keywords)
            recorder.born(session)
            self.begun.append(session)

        def got(session: orm.Session, entity: Any, ident: Any, **keywords: Any) -> Any:
            key = sqlalchemy.inspect(entity).identity_key_from_primary_key((ident,))
            present = key in session.identity_map
            try:
                thing = get(session, entity, ident, **keywords)
            except StatementError:
                # Its flush has failed: who asks the database has not found it in the identity map.
                recorder.answered(None, present=present, failed=True)
                raise
            recorder.answered(thing, present=present)
            return thing

        patched = cast(Any, InstanceState)
        patched._expire, patched._expire_attributes = whole, some
        cast(Any, orm.Session).__init__ = made
        cast(Any, orm.Session).get = got
        gc.disable()
        try:
            yield
        finally:
            gc.enable()
            patched._expire, patched._expire_attributes = expire, expire_attributes
            cast(Any, orm.Session).__init__ = init
            cast(Any, orm.Session).get = get


ORDER = ["models", "database", "repository", "main"]


def _caller() -> str:
    """The operation that takes attributes away."""
    frame: FrameType | None = sys._getframe(2)
    name = "update()"
    while frame is not None:
        if frame.f_code.co_name == "refresh":
            return "refresh()"
        if name == "update()":
            name = OPERATIONS.get(frame.f_code.co_name, name)
        frame = frame.f_back
    return name


class Silence:
    """Where the program prints to."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        pass


logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
