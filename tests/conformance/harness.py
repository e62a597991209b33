"""Scenarios: find them, run them on the installed SQLAlchemy, run the plugin on their source.

A scenario is an `async def` of a chapter.  A comment at the end of a line says what happens
there; without one, nothing may be raised:

* `# IO: <cause>`: SQLAlchemy raises MissingGreenlet, and the plugin knows that cause (as
  `describe` spells it);
* `# raises <Error>`: SQLAlchemy raises something else, and the plugin is silent;
* `# raises <Error>: <cause>`: … and the plugin knows the cause;
* `# writes {}: <cause>`: nothing is raised, and what the plugin tells is that (GRN018);
* `# lost: <cause>`: nothing is raised, and the plugin knows why something is missing.

What a scenario does after the line that raises is not run.  A chapter may have models of its own;
then its `fill` makes their tables and rows.  The chapters in `sqlalchemy2` are about what 1.4 does
not have; those about SQLModel and Pydantic are run where these are installed (`_LIBRARIES`).
"""

from __future__ import annotations

import ast
import asyncio
import functools
import gc
import importlib
import importlib.util
import io
import re
import shutil
import tokenize
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from sqlalchemy import create_engine, event, orm
from sqlalchemy.exc import MissingGreenlet, StatementError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from conformance import VERSION
from conformance.models import KeepingSession, Session, fill
from flake8_greenlet import analysis
from flake8_greenlet.events import (
    AttributeRead,
    CoroutineDropped,
    Deferred,
    EmptyAnswer,
    Expired,
    Generated,
    LargeCollectionUsed,
    NeverLoaded,
    SchemaRead,
    SynchronousOnly,
)
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.libraries import KnownLibraries, Settings
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker
from flake8_greenlet.positions import position
from flake8_greenlet.project import Project

CHAPTERS = Path(__file__).parent / "chapters"
MARKER = re.compile(
    r"# (?:IO: (?P<cause>.+)|raises (?P<error>\w+)(?:: (?P<known>.+))?|writes {}: (?P<empty>.+)"
    r"|lost: (?P<lost>.+))"
)

Function = TypeVar("Function", bound=Callable[..., Any])


def needs(*version: int) -> Callable[[Function], Function]:
    """The scenario is about something that this version of SQLAlchemy brought."""
    return _mark(needs=version)


def until(*version: int) -> Callable[[Function], Function]:
    """The scenario is about something that this version of SQLAlchemy changed."""
    return _mark(until=version)


def unseen(reason: str) -> Callable[[Function], Function]:
    """SQLAlchemy raises, and the plugin does not tell."""
    return _mark(unseen=reason)


def false_alarm(reason: str) -> Callable[[Function], Function]:
    """The plugin is wrong about the scenario: to be mended, and then this mark is to go."""
    return _mark(wrong=reason)


def _mark(**marks: object) -> Callable[[Function], Function]:
    def decorate(function: Function) -> Function:
        vars(function).update(marks)
        return function

    return decorate


@dataclass(frozen=True)
class Raised:
    """What came out of a scenario, and at which line of its file."""

    line: int
    error: str


@dataclass(frozen=True)
class Read:
    """What the plugin saw: a line that reads the database, and why."""

    line: int
    cause: str


@dataclass(frozen=True)
class Scenario:
    """One function of a chapter, with what its comments and decorators say of it."""

    chapter: Path
    name: str
    lines: range
    function: Callable[[], Any]
    raised: Raised | None
    read: Read | None

    @property
    def id(self) -> str:
        return f"{self.chapter.stem}-{self.name}"

    def mark(self, name: str) -> Any:
        """What the decorator of this name was given, None without it."""
        return vars(self.function).get(name)

    @property
    def exists(self) -> bool:
        """Whether the installed SQLAlchemy has what this is about."""
        needed, ended = self.mark("needs"), self.mark("until")
        return (needed is None or needed <= VERSION) and (ended is None or ended > VERSION)


def find_scenarios() -> list[Scenario]:
    """Every scenario of every chapter, in order."""
    return [scenario for chapter in _chapters() for scenario in _scenarios(chapter)]


_LIBRARIES = {
    **dict.fromkeys(("generic_schemas", "schemas", "validators"), "pydantic"),
    "sqlmodels": "sqlmodel",
}
"""What a chapter is about, if that is not SQLAlchemy."""


def _chapters() -> Iterator[Path]:
    for chapter in sorted(CHAPTERS.rglob("*.py")):
        too_new = chapter.parent.name == "sqlalchemy2" and VERSION < (2, 0)
        library = _LIBRARIES.get(chapter.stem)
        missing = library is not None and not importlib.util.find_spec(library)
        if chapter.stem != "__init__" and not too_new and not missing:
            yield chapter


def _module(chapter: Path) -> ModuleType:
    names = chapter.relative_to(CHAPTERS).with_suffix("").parts
    return importlib.import_module(".".join(("conformance", "chapters", *names)))


def _scenarios(chapter: Path) -> Iterator[Scenario]:
    module = _module(chapter)
    markers = read_markers(chapter)
    for node in ast.parse(chapter.read_bytes()).body:
        if not isinstance(node, ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        raised: Raised | None = None
        read: Read | None = None
        for line in lines:
            if line not in markers:
                continue
            assert raised is None, f"{chapter}:{line}: a scenario ends where it raises"
            if markers[line]["empty"]:
                read = Read(line, f"{markers[line]['empty']}, written out")
                continue
            if markers[line]["lost"]:
                read = Read(line, markers[line]["lost"])
                continue
            cause = markers[line]["cause"] or markers[line]["known"]
            raised = Raised(line, markers[line]["error"] or "MissingGreenlet")
            read = Read(line, cause) if cause else None
        yield Scenario(chapter, node.name, lines, getattr(module, node.name), raised, read)


def read_markers(chapter: Path) -> dict[int, re.Match[str]]:
    """The comments that end a line, each of which has to be a marker."""
    markers = {}
    for token in tokenize.generate_tokens(io.StringIO(chapter.read_text("utf-8")).readline):
        for_a_tool = token.string.startswith(("# type:", "# noqa"))
        at_an_end = token.line[: token.start[1]].strip()
        if token.type == tokenize.COMMENT and at_an_end and not for_a_tool:
            match = MARKER.fullmatch(token.string)
            assert match, f"{chapter}:{token.start[0]}: not a marker: {token.string}"
            markers[token.start[0]] = match
    return markers


# SQLAlchemy


def make_database(path: Path) -> None:
    """A database with the rows of all models, to be copied for each scenario."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        fill(connection)
        for chapter in _chapters():
            own = vars(_module(chapter)).get("fill")
            if own is not None:
                own(connection)
    engine.dispose()


def run(scenario: Scenario, database: Path, folder: Path) -> Raised | None:
    """What SQLAlchemy raises when a scenario runs on a copy of the database."""
    copied = Path(shutil.copy(database, folder))
    with warnings.catch_warnings():
        # What MissingGreenlet interrupts is a coroutine that nobody awaits, and not every version
        # closes it: it has to go before it disturbs another test.
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        try:
            return asyncio.run(_run(scenario, copied))
        finally:
            gc.collect()
            gc.freeze()  # What is left, such as mappers, stays: not to be looked at again.


async def _run(scenario: Scenario, database: Path) -> Raised | None:
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", poolclass=NullPool)
    for factory in (Session, KeepingSession):
        factory.configure(bind=engine)
    begun: list[orm.Session] = []
    # A session that goes out of scope with its connection still open cannot be closed any more.
    event.listen(orm.Session, "after_begin", keep := lambda session, *rest: begun.append(session))
    try:
        await scenario.function()
    except Exception as error:
        return Raised(_line(error, scenario), _name(error))
    finally:
        event.remove(orm.Session, "after_begin", keep)
        for session in begun:
            await greenlet_spawn(session.close)
        await engine.dispose()
    return None


def _name(error: Exception) -> str:
    # SQLAlchemy 2.1 wraps it, as 2.0 does with some drivers.
    wrapped = error.orig if isinstance(error, StatementError) else None
    return type(wrapped if isinstance(wrapped, MissingGreenlet) else error).__name__


def _line(error: Exception, scenario: Scenario) -> int:
    lines = []
    traceback = error.__traceback__
    while traceback is not None:
        here = traceback.tb_frame.f_code.co_filename == str(scenario.chapter)
        if here and traceback.tb_lineno in scenario.lines:
            lines.append(traceback.tb_lineno)
        traceback = traceback.tb_next
    return lines[-1]


# The plugin


Told = (
    AttributeRead
    | SchemaRead
    | EmptyAnswer
    | LargeCollectionUsed
    | CoroutineDropped
    | SynchronousOnly
)


def describe(event: Told) -> str:
    """How a marker spells the cause of an event."""
    if isinstance(event, CoroutineDropped):
        return "never awaited"
    if isinstance(event, SynchronousOnly):
        return "synchronous half"
    if isinstance(event, EmptyAnswer):
        return f"expired by {event.by}, written out"
    if isinstance(event, SchemaRead):
        return f"{describe(event.read)}, by a schema"
    if isinstance(event, LargeCollectionUsed):
        return "write-only" if event.is_write_only else "dynamic"
    cause = event.cause
    if isinstance(cause, NeverLoaded):
        return "never loaded, new" if cause.new else "never loaded"
    if isinstance(cause, Expired):
        return f"expired by {cause.by}"
    if isinstance(cause, Generated):
        return "generated"
    assert isinstance(cause, Deferred)
    return "left to a subclass" if cause.base else "deferred"


CODES = {
    "never loaded": "GRN007",
    "never loaded, new": "GRN007",
    "expired by commit()": "GRN009",
    "expired by expire()": "GRN010",
    "expired by expire_all()": "GRN010",
    "expired by refresh()": "GRN010",
    "expired by rollback()": "GRN010",
    "expired by update()": "GRN010",
    "expired by populate_existing": "GRN010",
    "generated": "GRN011",
    "deferred": "GRN012",
    "dynamic": "GRN015",
    "write-only": "GRN015",
    "left to a subclass": "GRN012",
}
CODES.update({f"{cause}, by a schema": "GRN013" for cause in CODES})
CODES["expired by commit(), written out"] = "GRN018"
CODES["never awaited"] = "GRN002"
CODES["synchronous half"] = "GRN014"
"""The checker that reports each cause."""


@dataclass(frozen=True)
class Analysis:
    """A chapter as the plugin sees it."""

    reads: frozenset[Read]
    findings: frozenset[tuple[int, str]]

    @staticmethod
    @functools.cache
    def of(chapter: Path) -> Analysis:
        """Run the plugin on a chapter."""
        source = chapter.read_text("utf-8")
        lines = source.splitlines(keepends=True)
        tree = ast.parse(source)
        project = Project.of(str(chapter), ())
        project.refresh()
        module = project.buffer(str(chapter), tree, lines)
        world = World(project, KnownLibraries(Settings()))
        happenings = list(analysis.happenings(world, module, Options().budget))
        findings = GreenletChecker(tree, lines, str(chapter), Options()).findings()
        return Analysis(
            frozenset(
                Read(position(happening.node, lines)[0], describe(happening.event))
                for happening in happenings
                if isinstance(happening.event, Told)
            ),
            frozenset((finding.row, finding.code) for finding in findings),
        )

    def reads_of(self, scenario: Scenario) -> set[Read]:
        """The reads of the database that the plugin sees in a scenario."""
        return {read for read in self.reads if read.line in scenario.lines}

    def findings_of(self, scenario: Scenario) -> set[tuple[int, str]]:
        """The lines and codes that the plugin reports in a scenario."""
        return {(line, code) for line, code in self.findings if line in scenario.lines}
