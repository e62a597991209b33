"""Sessions that nothing names as such, known by how they are used.

`x.commit()` as a bare statement in an `async def` is wrong whether x is a sync or an async
session, so its kind need not be known; but it must be known to be a session.  That takes
evidence: in the same function the same x was also given a mapped object, a mapped class to get a
row of, a statement of SQLAlchemy's, or something to add; and what is dropped must be called the
way a session's method is; and x may not be asked for anything that no session has.  Files, git
repositories, Kafka producers, the pipelines of redis and units of work do not pass that: they
delete keys, refresh themselves, commit with a message, and have repositories.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import field

from flake8_greenlet import mentions
from flake8_greenlet.events import CoroutineDropped
from flake8_greenlet.interpreter.code import awaited_receivers, descendants
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import Arguments, Opaque, Site
from flake8_greenlet.libraries.sqlalchemy import api
from flake8_greenlet.libraries.sqlalchemy.coroutines import spelled
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass
from flake8_greenlet.libraries.sqlalchemy.queries import Statement
from flake8_greenlet.records import dataclass

_WITH_OBJECT = frozenset({"add", "merge", "delete", "refresh"})
_WITH_CLASS = frozenset({"get", "get_one"})
_WITH_STATEMENT = frozenset({"execute", "scalar", "scalars"})
_OF_NOTHING = frozenset({"commit", "flush", "rollback"})
_OF_SOMETHING = frozenset({"delete", "execute", "merge", "refresh"})


@dataclass
class Suspect:
    """An unknown value that may be a session, in one activation of a function."""

    evidence: bool = False
    dropped: list[tuple[str, str, Site]] = field(default_factory=list)
    told: set[ast.AST] = field(default_factory=set)
    given: dict[str, set[object]] = field(default_factory=lambda: defaultdict(set))
    """The unknown objects that were given to a method."""


def called(function: Opaque, arguments: Arguments, result: Opaque, site: Site) -> None:
    """Note a call of a method of something unknown."""
    found = _method_of(function)
    if found is None:
        return
    receiver, method = found
    owner = _parameter(receiver, site)
    if owner is None:
        return
    key = (owner, receiver)
    suspect = site.machine.notes.setdefault(key, Suspect())
    assert isinstance(suspect, Suspect)
    if _is_evidence(method, arguments, site) or _is_taken_over(suspect, method, arguments):
        suspect.evidence = True
        _tell(suspect)
    if _is_like_a_session(method, arguments):
        site.machine.notes[("result", result.symbol)] = (suspect, method)


def dropped(value: Opaque, site: Site) -> None:
    """Note that the result of such a call was thrown away."""
    noted = site.machine.notes.get(("result", value.symbol))
    if not isinstance(noted, tuple):
        return
    suspect, method = noted
    if _is_synchronous(site):
        return
    suspect.dropped.append((method, spelled(site), site))
    if suspect.evidence:
        _tell(suspect)


def _tell(suspect: Suspect) -> None:
    for method, receiver, site in suspect.dropped:
        if site.node not in suspect.told:
            suspect.told.add(site.node)
            site.emit(CoroutineDropped("session", method, f"{receiver}.{method}()", None, True))


def _method_of(function: Opaque) -> tuple[object, str] | None:
    symbol = function.symbol
    if isinstance(symbol, tuple) and len(symbol) == 3 and symbol[0] == "get":
        return symbol[1], symbol[2]
    return None


def _parameter(receiver: object, site: Site) -> object | None:
    """The activation whose unannotated parameter this is: only such a thing is a suspect."""
    function = site.frame.function
    node = site.node
    if not isinstance(function, FunctionValue) or not isinstance(node, ast.Call):
        return None
    if not isinstance(function.node, ast.AsyncFunctionDef):
        return None
    if not isinstance(node.func, ast.Attribute) or not isinstance(node.func.value, ast.Name):
        return None
    name = node.func.value.id
    parameters = function.node.args
    for argument in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs):
        if argument.arg == name and argument.annotation is None:
            asked = site.machine.world.facts(function.node, _members_asked)
            return function.node if asked[name] <= _OF_A_SESSION else None
    return None


_OF_A_SESSION = frozenset({"query"}).union(
    *map(api.members, ("sqlmodel.AsyncSession", "sqlmodel.Session"))
)


def _members_asked(node: ast.AST) -> dict[str, set[str]]:
    """What a function asks the variables in it for: `x.commit` and its kind."""
    members: dict[str, set[str]] = defaultdict(set)
    for child in descendants(node):
        if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name):
            members[child.value.id].add(child.attr)
    return members


def _is_like_a_session(method: str, arguments: Arguments) -> bool:
    """Whether a call may be one of a session's coroutines: `commit("message")` is not."""
    if method in _OF_NOTHING:
        return not arguments.values() and not arguments.open_ended
    return method in _OF_SOMETHING and bool(arguments.values())


def _is_evidence(method: str, arguments: Arguments, site: Site) -> bool:
    if method == "add_all":
        return isinstance(arguments.first(), Sequence)
    first = arguments.first()
    if method in _WITH_CLASS:
        return isinstance(first, MappedClass)
    if method in _WITH_STATEMENT:
        return isinstance(first, Statement)
    if method in _WITH_OBJECT and isinstance(first, MappedInstance):
        return True
    # Keys are deleted and credentials refreshed: what nobody knows must be added.
    if method != "add" or len(arguments.positional) != 1:
        return False
    return isinstance(first, Opaque) and _reaches_sqlalchemy(site)


def _is_taken_over(suspect: Suspect, method: str, arguments: Arguments) -> bool:
    """Whether the same unknown object was added and refreshed: nothing but a session does both."""
    first = arguments.first()
    if isinstance(first, Opaque) and first.symbol is not None:
        suspect.given[method].add(first.symbol)
    return not suspect.given["add"].isdisjoint(suspect.given["refresh"])


def _reaches_sqlalchemy(site: Site) -> bool:
    return site.machine.world.project.reaches(site.frame.module, mentions.SQLALCHEMY)


def _is_synchronous(site: Site) -> bool:
    """Whether all that the file knows of SQLAlchemy is synchronous: then so is the session, and
    nobody forgot to await it."""
    function = site.frame.function
    assert function is not None
    if spelled(site) in site.machine.world.facts(function.node, awaited_receivers):
        return False
    reaches = site.machine.world.project.reaches
    return _reaches_sqlalchemy(site) and not reaches(site.frame.module, mentions.ASYNC_SQLALCHEMY)
