"""`asyncio.TaskGroup()` and `anyio.create_task_group()`."""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.functions import Done
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.values import NONE, UNKNOWN, Arguments, Builtin, Known, Site, Value
from flake8_greenlet.libraries.tasks import Running, Together, all_running
from flake8_greenlet.records import dataclass


@dataclass(frozen=True, eq=False)
class Started(Done):
    """A task of a group, which somebody may wait for before the group's end."""

    running: Running

    def awaited(self, site: Site) -> Value:
        self.running.end(site)
        return super().awaited(site)

    def get(self, name: str, site: Site) -> Value:
        self.running.end(site)
        return super().get(name, site)


@dataclass(frozen=True)
class TaskGroup(Known):
    """A task of it runs here where it is started, because all of them have run when the block ends,
    and beside its maker up to there."""

    address: Address

    def async_enter(self, site: Site) -> Value:
        return self

    def async_leave(self, site: Site, *, failed: bool) -> None:
        for fact in list(site.heap.facts):
            if isinstance(fact, Running) and fact.group == self.address:
                fact.end(site)

    def get(self, name: str, site: Site) -> Value:
        start = _METHODS.get(name)
        if start is None:
            return UNKNOWN
        return Builtin(name, lambda arguments, where: start(self, arguments, where))

    def run(self, task: Value, site: Site) -> Started:
        """One of its tasks."""
        machine = site.machine
        together = Together(site, [running.used for running in all_running(site)])
        waits = machine.tasks.waits
        outcome, used = together.run(task, site)
        machine.tasks.waits = waits  # it waits, and not whoever has started it
        together.tell_once(site)
        return Started(outcome, Running.begin(used, site, group=self.address))


def _create_task(group: TaskGroup, arguments: Arguments, site: Site) -> Value:
    return group.run(arguments.first() or UNKNOWN, site)


def _call(name: str) -> Callable[[TaskGroup, Arguments, Site], Value]:
    """anyio takes a function, and calls it."""

    def start(group: TaskGroup, arguments: Arguments, site: Site) -> Value:
        function, *rest = arguments.positional or [UNKNOWN]
        task = function.call(Arguments(rest, {}, arguments.open_ended), site)
        group.run(task, site)
        return NONE if name == "start_soon" else Done(UNKNOWN)

    return start


_METHODS: dict[str, Callable[[TaskGroup, Arguments, Site], Value]] = {
    "create_task": _create_task,
    "start": _call("start"),
    "start_soon": _call("start_soon"),
}


def _task_group(arguments: Arguments, site: Site) -> Value:
    return TaskGroup(site.allocate(NONE))


NAMES: dict[str, Value] = {
    "anyio.create_task_group": Builtin("create_task_group", _task_group),
    "asyncio.TaskGroup": Builtin("TaskGroup", _task_group),
}
