"""What `asyncio` does with coroutines, and which functions leave the event loop."""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.functions import Done, Later, in_context
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Context,
    Known,
    Opaque,
    Site,
    Value,
    escape,
)


def _gather(arguments: Arguments, site: Site) -> Value:
    """The coroutines run one after another here: which order they take does not matter to
    what is told of each."""

    def work(where: Site) -> Value:
        results = [value.awaited(where) for value in arguments.positional]
        if arguments.open_ended:
            return Sequence.of_each(results[0] if results else UNKNOWN, where)
        return Tuple(tuple(results))

    return Later(work, arguments.positional)


def _wait_for(arguments: Arguments, site: Site) -> Value:
    awaitable = arguments.first() or UNKNOWN
    return Later(lambda where: awaitable.awaited(where), [awaitable])


class Task(Later):
    """A task begins when its maker lets go; it is followed from where it is awaited."""

    __slots__ = ()

    def dropped(self, site: Site) -> None:
        escape(self, site)  # it runs all the same, nobody knows when

    def get(self, name: str, site: Site) -> Value:
        escape(self, site)  # so does one that gets a callback for its end
        return UNKNOWN


def _create_task(arguments: Arguments, site: Site) -> Value:
    coroutine = arguments.first() or UNKNOWN
    return Task(lambda where: coroutine.awaited(where), [coroutine])


class TaskGroup(Known):
    """`asyncio.TaskGroup()`, `anyio.create_task_group()`: a task of it runs here where it is
    started, because all of them have run when the block ends."""

    def async_enter(self, site: Site) -> Value:
        return self

    def get(self, name: str, site: Site) -> Value:
        return _OF_A_GROUP.get(name, UNKNOWN)


def _run_task(arguments: Arguments, site: Site) -> Value:
    return Done((arguments.first() or UNKNOWN).awaited(site))


def _start_soon(arguments: Arguments, site: Site) -> Value:
    function, *rest = arguments.positional or [UNKNOWN]
    function.call(Arguments(rest, {}, arguments.open_ended), site).awaited(site)
    return NONE


_OF_A_GROUP: dict[str, Value] = {
    "create_task": Builtin("create_task", _run_task),
    "start_soon": Builtin("start_soon", _start_soon),
}


def _task_group(arguments: Arguments, site: Site) -> Value:
    return TaskGroup()


def _run(arguments: Arguments, site: Site) -> Value:
    return (arguments.first() or UNKNOWN).awaited(site)


def _sleep(arguments: Arguments, site: Site) -> Value:
    return Done(NONE)


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
    arguments.escape(site)
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
    "anyio.create_task_group": Builtin("create_task_group", _task_group),
    "anyio.to_thread.run_sync": Builtin("run_sync", _in_thread(0)),
    "asyncio.TaskGroup": Builtin("TaskGroup", _task_group),
    "asyncio.create_task": Builtin("create_task", _create_task),
    "asyncio.ensure_future": Builtin("ensure_future", _create_task),
    "asyncio.gather": Builtin("gather", _gather),
    "asyncio.get_event_loop": Builtin("get_event_loop", _event_loop),
    "asyncio.get_running_loop": Builtin("get_running_loop", _event_loop),
    "asyncio.run": Builtin("run", _run),
    "asyncio.shield": Builtin("shield", _wait_for),
    "asyncio.sleep": Builtin("sleep", _sleep),
    "asyncio.to_thread": Builtin("to_thread", _in_thread(0)),
    "asyncio.wait_for": Builtin("wait_for", _wait_for),
    "fastapi.concurrency.run_in_threadpool": Builtin("run_in_threadpool", _in_thread(0)),
    "starlette.concurrency.run_in_threadpool": Builtin("run_in_threadpool", _in_thread(0)),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name of `asyncio` and its neighbours."""
    return _NAMES.get(qualified)
