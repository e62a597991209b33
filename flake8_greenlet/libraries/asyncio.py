"""What `asyncio` does with coroutines, and which functions leave the event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flake8_greenlet.interpreter.containers import Sequence, Tuple, known_items
from flake8_greenlet.interpreter.functions import Done, Later, in_context
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Context,
    Opaque,
    Seen,
    Site,
    Value,
    escape,
    join_values,
)
from flake8_greenlet.libraries import locks, task_groups
from flake8_greenlet.libraries.tasks import Running, Together, all_running, uses_of


def _gather(arguments: Arguments, site: Site) -> Value:
    """The coroutines run one after another here: which order they take does not matter to
    what is told of each."""

    def work(where: Site) -> Value:
        values = arguments.positional
        each = values[-1] if arguments.open_ended and values else None
        known = values if each is None else values[:-1]
        results = run_together(known, arguments.several, site, where)
        if each is not None:
            results.append(each.awaited(where))
        if arguments.open_ended:
            return Sequence.of_each(results[-1] if results else UNKNOWN, where)
        return Tuple(tuple(results))

    return Later(work, arguments.positional)


def run_together(
    known: Iterable[Value], several: Iterable[Value], site: Site, where: Site
) -> list[Value]:
    """The outcomes of what is run at a time: of each that is `known`, while `several` are such as
    stand for any number of others.

    What is a task already is told of where that was made.
    """
    together = Together(site, [running.used for running in all_running(where)])
    results = []
    for value in known:
        if isinstance(value, Task):
            results.append(value.awaited(where))
        else:
            results.append(together.run(value, where)[0])
    for value in several:
        if not isinstance(value, Task):
            together.add(uses_of(value, where))
    together.tell()
    return results


def _collected(arguments: Arguments, site: Site) -> tuple[list[Value], Value | None, list[Value]]:
    """What a collection has that is waited for: the items that are known, or any one of them, and
    such as are in there together."""
    source = arguments.first() or UNKNOWN
    items = known_items(source, site)
    if items is not None:
        return list(items), None, []
    several = source.contents(site).most if isinstance(source, Sequence) else ()
    return [], source.element(site), list(several)


def _wait_for_all(arguments: Arguments, site: Site, where: Site) -> Value:
    """The tasks of a collection, all of which have come to their end."""
    known, each, several = _collected(arguments, site)
    results = run_together(known, several, site, where)
    if each is not None:
        results.append(each.awaited(where))
    return Sequence.of_each(Done(join_values(results)), where, may_be_empty=not results)


def _as_completed(arguments: Arguments, site: Site) -> Value:
    return _wait_for_all(arguments, site, site)


def _wait(arguments: Arguments, site: Site) -> Value:
    """`done, pending = await asyncio.wait(tasks)`"""

    def work(where: Site) -> Value:
        return Tuple((_wait_for_all(arguments, site, where), UNKNOWN))

    return Later(work, arguments.positional)


def _wait_for(arguments: Arguments, site: Site) -> Value:
    awaitable = arguments.first() or UNKNOWN
    return Later(lambda where: awaitable.awaited(where), [awaitable])


class Task(Later):
    """A task begins when its maker lets go; what it does is followed from where it is awaited."""

    __slots__ = ("running",)

    def __init__(self, coroutine: Value, running: Running) -> None:
        super().__init__(coroutine.awaited, [coroutine])
        self.running = running

    def awaited(self, site: Site) -> Value:
        self.running.end(site)
        return self.work(site)

    def dropped(self, site: Site) -> None:
        self._let_go(site)  # it runs all the same, nobody knows when

    def get(self, name: str, site: Site) -> Value:
        self._let_go(site)  # so does one that gets a callback for its end
        if name not in _LEAVES_IT_ALONE:
            self.running.end(site)
        return UNKNOWN

    def escape(self, site: Site, seen: Seen) -> None:
        self.running.end(site)
        super().escape(site, seen)

    def _let_go(self, site: Site) -> None:
        for value in self.given:
            escape(value, site)


_LEAVES_IT_ALONE = frozenset({"add_done_callback", "get_name", "set_name"})


def _create_task(arguments: Arguments, site: Site) -> Value:
    coroutine = arguments.first() or UNKNOWN
    if isinstance(coroutine, Task):
        return coroutine
    used = uses_of(coroutine, site)
    together = Together(site, [other.used for other in all_running(site)])
    together.add(used)
    together.tell_once(site)
    return Task(coroutine, Running.begin(used, site))


def _run(arguments: Arguments, site: Site) -> Value:
    return (arguments.first() or UNKNOWN).awaited(site)


def _sleep(arguments: Arguments, site: Site) -> Value:
    def work(where: Site) -> Value:
        # `sleep(0)` lets others begin; whoever sleeps longer may wait for their end.
        where.machine.tasks.waits += arguments.get(0, "delay") != Constant(0)
        return NONE

    return Later(work)


def _in_thread(first: int) -> Callable[[Arguments, Site], Value]:
    def call(arguments: Arguments, site: Site) -> Value:
        function, *rest = arguments.positional[first:] or [UNKNOWN]
        given = Arguments(rest, arguments.keywords, arguments.open_ended)
        return Later(
            lambda where: in_context(function, given, where, Context.THREAD), arguments.values()
        )

    return call


def _in_executor(arguments: Arguments, site: Site) -> Value:
    """`loop.run_in_executor(None, count, user)`; a pool of somebody else's may be of processes."""
    if arguments.first() == NONE:
        return _in_thread(1)(arguments, site)
    in_context(UNKNOWN, arguments, site, Context.THREAD)
    return site.opaque()


class EventLoop(Opaque):
    """What `get_running_loop()` returns."""

    __slots__ = ()

    def get(self, name: str, site: Site) -> Value:
        return _OF_A_LOOP.get(name) or super().get(name, site)


def _event_loop(arguments: Arguments, site: Site) -> Value:
    return EventLoop("event loop")


_OF_A_LOOP: dict[str, Value] = {
    "create_task": Builtin("create_task", _create_task),
    "run_in_executor": Builtin("run_in_executor", _in_executor),
    "run_until_complete": Builtin("run_until_complete", _run),
}

_NAMES: dict[str, Value] = {
    **task_groups.NAMES,
    **locks.NAMES,
    "anyio.to_thread.run_sync": Builtin("run_sync", _in_thread(0)),
    "asyncio.as_completed": Builtin("as_completed", _as_completed),
    "asyncio.create_task": Builtin("create_task", _create_task),
    "asyncio.ensure_future": Builtin("ensure_future", _create_task),
    "asyncio.gather": Builtin("gather", _gather),
    "asyncio.get_event_loop": Builtin("get_event_loop", _event_loop),
    "asyncio.get_running_loop": Builtin("get_running_loop", _event_loop),
    "asyncio.run": Builtin("run", _run),
    "asyncio.shield": Builtin("shield", _wait_for),
    "asyncio.sleep": Builtin("sleep", _sleep),
    "asyncio.to_thread": Builtin("to_thread", _in_thread(0)),
    "asyncio.wait": Builtin("wait", _wait),
    "asyncio.wait_for": Builtin("wait_for", _wait_for),
    "fastapi.concurrency.run_in_threadpool": Builtin("run_in_threadpool", _in_thread(0)),
    "starlette.concurrency.run_in_threadpool": Builtin("run_in_threadpool", _in_thread(0)),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of `asyncio` and its neighbours."""
    return _NAMES.get(qualified)
