"""`BackgroundTasks`: what FastAPI runs once the response is on its way.

Source: FastAPI's "Background Tasks" and "Advanced Dependencies": the tasks run one after another, a
plain `def` in a thread, before a dependency's code after `yield`. From 0.106 to 0.117 that has run
by then: what is not loaded cannot be read of a closed session either.
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.functions import Coroutine, in_context
from flake8_greenlet.interpreter.heap import Address, Apart
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Context,
    Known,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass

_NOTE = ("background tasks", "request")


@dataclass(frozen=True)
class Task:
    """A call that is put off, and where the program asks for it."""

    function: Value
    arguments: Arguments
    asked_at: Site

    def run(self) -> None:
        site = self.asked_at
        value = in_context(self.function, self.arguments, site, Context.THREAD)
        if isinstance(value, Coroutine):
            value.awaited(site)


@dataclass(frozen=True)
class Schedule:
    """The tasks that a path has asked for; where paths meet, what all of them have asked for."""

    tasks: tuple[Task, ...] = ()

    def join(self, other: Schedule) -> Schedule:
        return Schedule(tuple(task for task in self.tasks if task in other.tasks))


@dataclass(frozen=True)
class Asked(Apart):
    """A task has been asked for: it runs in the state that this branch leaves."""

    node: ast.AST


class TasksClass(Value):
    """The name `BackgroundTasks` itself: all parameters of a request get the same object."""

    def made(self, site: Site) -> Value:
        notes = site.machine.notes
        tasks = notes.setdefault(_NOTE, BackgroundTasks(site.allocate(Schedule())))
        assert isinstance(tasks, BackgroundTasks)
        return tasks


@dataclass(frozen=True)
class BackgroundTasks(Known):
    """The tasks of the request at hand."""

    schedule: Address

    def get(self, name: str, site: Site) -> Value:
        return Builtin(name, self._add_task) if name == "add_task" else UNKNOWN

    def _add_task(self, arguments: Arguments, site: Site) -> Value:
        function, *rest = arguments.positional or [UNKNOWN]
        given = Arguments(rest, arguments.keywords, arguments.open_ended)
        task = Task(function, given, site)
        site.store(self.schedule, Schedule((*self.tasks(site), task)))
        machine = site.machine
        machine.heap = machine.heap.assuming(Asked(site.node), True)
        return NONE

    def tasks(self, site: Site) -> tuple[Task, ...]:
        """What the path has asked for so far."""
        schedule = site.state(self.schedule)
        return schedule.tasks if isinstance(schedule, Schedule) else ()


BACKGROUND_TASKS = TasksClass()


def run_all(site: Site) -> None:
    """What runs after the response, on the path that has made it."""
    tasks = site.machine.notes.get(_NOTE)
    if isinstance(tasks, BackgroundTasks):
        for task in tasks.tasks(site):
            task.run()
