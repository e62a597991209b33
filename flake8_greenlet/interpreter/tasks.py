"""What the tasks use that are being run, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field

from flake8_greenlet.records import dataclass


@dataclass
class Watch:
    """What is used while a task runs."""

    guards: int
    used: set[object] = field(default_factory=set)


class Tasks:
    """The tasks that are being run, the innermost last."""

    def __init__(self) -> None:
        self.watches: list[Watch] = []
        self.guards = 0
        """How many locks, or what may be one, are held."""
        self.waits = 0
        """How often something was waited for that nobody can follow."""

    @property
    def depth(self) -> int:
        """How many tasks there are around what runs now."""
        return len(self.watches)

    def use(self, thing: object) -> None:
        """Something is used that only one task may use at a time.

        A lock that a task has taken itself keeps others out of what it does; one that was held
        before keeps nobody out who is made inside of it.
        """
        for watch in self.watches:
            if self.guards <= watch.guards:
                watch.used.add(thing)

    @contextmanager
    def unsure(self) -> Iterator[None]:
        """While this lasts, one of several is at work, and who knows which."""
        self.guards += 1
        try:
            yield
        finally:
            self.guards -= 1

    @contextmanager
    def watching(self) -> Iterator[set[object]]:
        """While this lasts, what is used is collected."""
        watch = Watch(self.guards)
        self.watches.append(watch)
        try:
            yield watch.used
        finally:
            self.watches.pop()
            self.guards = watch.guards
