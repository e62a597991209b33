"""What a coroutine method of a session returns, until somebody awaits it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_greenlet.events import CoroutineDropped
from flake8_greenlet.interpreter.values import UNKNOWN, Known, Seen, Site, Value


class SqlCoroutine(Known):
    """The coroutine of `session.commit()` and its kin: `run` is what awaiting it does.

    A `quiet` one is not told of when it is dropped.
    """

    __slots__ = ("_run", "made_here", "method", "owner", "quiet", "receiver", "touches")

    def __init__(
        self,
        owner: str,
        method: str,
        receiver: str,
        run: Callable[[Site], Value],
        made: Site,
        *,
        quiet: bool = False,
        touches: tuple[Value, ...] = (),
    ) -> None:
        self.owner = owner
        self.method = method
        self.receiver = receiver
        self._run = run
        self.made_here = made
        self.quiet = quiet
        self.touches = touches

    @property
    def only_reads(self) -> bool:
        return self.owner == "AsyncAttrs"

    def awaited(self, site: Site) -> Value:
        return self._run(site)

    def get(self, name: str, site: Site) -> Value:
        if name in ("close", "send", "throw", "cr_frame", "__await__"):
            return UNKNOWN
        self._tell(f".{name}", site)
        # The mistake is told once; what would have happened goes on.
        return self._run(site).get(name, site)

    def element(self, site: Site) -> Value | None:
        self._tell("for", site)
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        self._tell("if", site)
        return None

    def item(self, key: Value, site: Site) -> Value:
        self._tell("[]", site)
        return UNKNOWN

    def operand(self, site: Site) -> None:
        self._tell("arithmetic", site)

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        if not isinstance(operator, (ast.Is, ast.IsNot)):
            self._tell("comparison", site)
        return UNKNOWN

    def dropped(self, site: Site) -> None:
        self._tell(None, site)
        # Go on as if it had been awaited: one bug, one finding.
        self._run(site)

    def escape(self, site: Site, seen: Seen) -> None:
        # Collected or handed to a task: somebody awaits it, and nobody here knows when.
        for value in self.touches:
            value.escape(site, seen)

    def _tell(self, use: str | None, site: Site) -> None:
        if self.quiet or self.made_here.frame.module is not site.frame.module:
            return
        here = self.made_here
        here.emit(CoroutineDropped(self.owner, self.method, self.receiver, use, _is_async(here)))


def _is_async(site: Site) -> bool:
    function = site.frame.function
    return function is None or isinstance(function.node, ast.AsyncFunctionDef)


def spelled(site: Site) -> str:
    """How the source spells the receiver of the method that is called or looked up here."""
    node = site.node
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, (ast.Name, ast.Attribute)):
        return ast.unparse(node)
    return "session"


def called_name(site: Site, default: str) -> str:
    """How the source spells what is called here."""
    node = site.node
    if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
        return ast.unparse(node.func)
    return default
