"""Sessions that nothing names as such, known by how they are used.

`x.commit()` as a bare statement in an `async def` is wrong whether x is a sync or an async
session, so its kind need not be known; but it must be known to be a session.  That takes
evidence: in the same function the same x was also given an object to add, merge, delete or
refresh, or a statement of SQLAlchemy's.  Files, git repositories, Kafka consumers and units of
work do not pass that.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from flake8_greenlet import mentions
from flake8_greenlet.events import CoroutineDropped
from flake8_greenlet.interpreter.code import descendants
from flake8_greenlet.interpreter.containers import Sequence
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import Arguments, Opaque, Site
from flake8_greenlet.libraries.sqlalchemy.coroutines import spelled
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.queries import Statement

_WITH_OBJECT = frozenset({"add", "merge", "delete", "refresh"})
_WITH_STATEMENT = frozenset({"execute", "scalar", "scalars"})
_NEEDS_AWAIT = frozenset({"commit", "flush", "refresh", "rollback", "delete", "merge", "execute"})


@dataclass
class Suspect:
    """An unknown value that may be a session, in one activation of a function."""

    evidence: bool = False
    dropped: list[tuple[str, str, Site]] = field(default_factory=list)
    told: set[ast.AST] = field(default_factory=set)


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
    if _is_evidence(method, arguments, site):
        suspect.evidence = True
        _tell(suspect)
    if method in _NEEDS_AWAIT:
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
            site.emit(CoroutineDropped("session", method, receiver, None, in_async=True))


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
            return function.node
    return None


def _is_evidence(method: str, arguments: Arguments, site: Site) -> bool:
    if method == "add_all":
        return isinstance(arguments.first(), Sequence)
    first = arguments.first()
    if first is None or len(arguments.positional) != 1:
        return False
    if method in _WITH_STATEMENT:
        return isinstance(first, Statement)
    if method == "refresh":
        # Nothing but a session refreshes an object.
        return isinstance(first, (MappedInstance, Opaque))
    if method in _WITH_OBJECT:
        return isinstance(first, MappedInstance) or (
            isinstance(first, Opaque) and _reaches_sqlalchemy(site)
        )
    return False


def _reaches_sqlalchemy(site: Site) -> bool:
    return site.machine.world.project.reaches(site.frame.module, mentions.SQLALCHEMY)


def _is_synchronous(site: Site) -> bool:
    """Whether all that the file knows of SQLAlchemy is synchronous: then so is the session, and
    nobody forgot to await it."""
    function = site.frame.function
    assert function is not None
    if spelled(site) in site.machine.world.facts(function.node, _awaited_receivers):
        return False
    reaches = site.machine.world.project.reaches
    return _reaches_sqlalchemy(site) and not reaches(site.frame.module, mentions.ASYNC_SQLALCHEMY)


def _awaited_receivers(node: ast.AST) -> frozenset[str]:
    """The names on which the function awaits a method: `await x.execute(…)`."""
    return frozenset(
        call.func.value.id
        for call in (n.value for n in descendants(node) if isinstance(n, ast.Await))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
    )
