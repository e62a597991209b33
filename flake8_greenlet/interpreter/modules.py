"""Modules as values: those of the project, and names that lead out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.values import UNKNOWN, Opaque, Site, Value, escape
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.libraries import Libraries
    from flake8_greenlet.interpreter.world import World
    from flake8_greenlet.project import Module


@dataclass(frozen=True, eq=False)
class ModuleValue(Value):
    """A module of the project."""

    world: World
    module: Module

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ModuleValue) and self.module is other.module

    def __hash__(self) -> int:
        return hash(id(self.module))

    def get(self, name: str, site: Site) -> Value:
        if (self.module, name) in site.machine.replaced:
            return UNKNOWN
        path = self.module.path
        if path is None:
            return self.world.global_value(self.module, name) or UNKNOWN
        return self.world.attribute_of(path, name)

    def set(self, name: str, value: Value, site: Site) -> None:
        escape(value, site)
        site.machine.replaced.add((self.module, name))

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True, eq=False)
class NamespaceValue(Value):
    """A folder without `__init__.py`."""

    world: World
    path: Path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NamespaceValue) and self.path == other.path

    def __hash__(self) -> int:
        return hash(self.path)

    def get(self, name: str, site: Site) -> Value:
        return self.world.attribute_of(self.path, name)


class External(Opaque):
    """A name outside the project that no library here explains: unknown, but it has a name."""

    __slots__ = ("libraries", "qualified")

    def __init__(self, libraries: Libraries, qualified: str) -> None:
        super().__init__(("external", qualified))
        self.libraries = libraries
        self.qualified = qualified

    def get(self, name: str, site: Site) -> Value:
        qualified = f"{self.qualified}.{name}"
        return self.libraries.lookup(qualified) or External(self.libraries, qualified)

    def is_none(self) -> bool | None:
        return None

    def __repr__(self) -> str:
        return f"<{self.qualified}>"


class PythonError(External):
    """A builtin exception that Python raises itself, such as for an attribute of None."""

    __slots__ = ()

    def __init__(self, libraries: Libraries, name: str) -> None:
        super().__init__(libraries, f"builtins.{name}")
        self.symbol = "raised", name
