"""What a coroutine method of a session returns, until somebody awaits it."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_greenlet.events import CoroutineDropped
from flake8_greenlet.interpreter.code import descendants, walk
from flake8_greenlet.interpreter.frames import Frame
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

    is_awaitable = True

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

    def async_element(self, site: Site) -> Value | None:
        self._tell("async for", site)
        return UNKNOWN

    def enter(self, site: Site) -> Value:
        self._tell("with", site)
        return UNKNOWN

    def async_enter(self, site: Site) -> Value:
        self._tell("async with", site)
        return UNKNOWN

    def length(self, site: Site) -> Value:
        self._tell("len()", site)
        return UNKNOWN

    def contains(self, item: Value, site: Site) -> Value:
        self._tell("in", site)
        return UNKNOWN

    def representation(self, site: Site) -> Value:
        self._tell("text", site)
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        function = site.frame.function
        if function is not None and isinstance(site.node, (ast.Attribute, ast.Name)):
            if _brief(site.node) in site.machine.world.facts(function.node, _awaited):
                return True
        self._tell("if", site)
        return None

    def item(self, key: Value, site: Site) -> Value:
        self._tell("[]", site)
        return UNKNOWN

    def operand(self, site: Site) -> None:
        self._tell("value", site)

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
        if self.quiet:
            return
        place = _lacking(self.made_here, site)
        if place is not self.made_here:
            tell_unawaited(self.owner, self.method, called(place) or "it", use, place)
        elif place.frame in _with_callers(site.frame) or place.frame.module is site.frame.module:
            suffix = "" if self.owner == "AsyncAttrs" else "()"
            call = f"{self.receiver}.{self.method}{suffix}"
            tell_unawaited(self.owner, self.method, call, use, place)


def tell_unawaited(owner: str, method: str, call: str, use: str | None, site: Site) -> None:
    """Tell that what a call gives here is not awaited."""
    function = site.frame.function
    in_async = function is None or isinstance(function.node, ast.AsyncFunctionDef)
    site.emit(CoroutineDropped(owner, method, call, use, in_async))


def _lacking(made_here: Site, site: Site) -> Site:
    """Where an `await` is missing: where the coroutine was made, or else, if a plain function has
    returned it for whoever calls it to await, where that was called."""
    place = made_here
    running = _with_callers(site.frame)
    while place.frame not in running:
        frame, function = place.frame, place.frame.function
        if frame.caller is None or frame.node is None or function is None:
            break
        if place.node not in site.machine.world.facts(function.node, _handed_back):
            break
        place = Site(frame.caller, frame.node)
    return place


def _awaited(node: ast.AST) -> frozenset[str | None]:
    """What a function awaits under a name, which it may test before: `if job: await job`."""
    return frozenset(_brief(n.value) for n in descendants(node) if isinstance(n, ast.Await))


def _with_callers(frame: Frame | None) -> list[Frame]:
    frames = []
    while frame is not None:
        frames.append(frame)
        frame = frame.caller
    return frames


def _handed_back(node: ast.AST) -> frozenset[ast.AST]:
    """All that stands in what a plain function returns."""
    if isinstance(node, ast.Lambda):
        returned: list[ast.AST] = [node.body]
    elif isinstance(node, ast.FunctionDef):
        returned = [n for n in walk(node.body) if isinstance(n, ast.Return)]
    else:
        returned = []
    return frozenset(inner for each in returned for inner in descendants(each))


def spelled(site: Site, default: str = "session") -> str:
    """How the source spells the receiver of the method that is called or looked up here."""
    node = site.node
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        node = node.value
    return _brief(node) or default


def called(site: Site) -> str | None:
    """How the source spells the call that stands here, without what is handed over."""
    return _brief(site.node.value if isinstance(site.node, ast.Await) else site.node)


def called_name(site: Site, default: str) -> str:
    """How the source spells what is called here."""
    node = site.node
    return (_brief(node.func) if isinstance(node, ast.Call) else None) or default


def _brief(node: ast.AST) -> str | None:
    """A name, an attribute or a call, without arguments; None for what is not as simple."""
    if isinstance(node, ast.Call):
        function = _brief(node.func)
        return function and f"{function}()"
    if isinstance(node, ast.Attribute):
        owner = _brief(node.value)
        return owner and f"{owner}.{node.attr}"
    if isinstance(node, ast.Subscript):
        owner = _brief(node.value)
        return owner and f"{owner}[{ast.unparse(node.slice)}]"
    return node.id if isinstance(node, ast.Name) else None
