"""What the interpreter asks about names that lead out of the project.

The answers are handed in: the interpreter knows no library.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Protocol

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.values import Arguments, Opaque, Site, Value

if TYPE_CHECKING:
    from flake8_greenlet.project import Module, Project


class Libraries(Protocol):
    """What names from outside mean."""

    settings: Any
    """What the user said about the libraries; the interpreter does not look inside."""

    def lookup(self, qualified: str) -> Value | None:
        """The meaning of a dotted name, such as `sqlalchemy.orm.selectinload`."""

    def knows(self, name: str) -> bool:
        """Whether a top-level module is explained here, so that no file stands for it."""

    def may_concern(self, module: Module, project: Project) -> bool:
        """Whether a module, itself or through what it imports, may have to do with a library that
        something is told of."""

    def unbound(self, name: str) -> Value | None:
        """The meaning of a name that nothing binds but that is public in a library."""

    def default_of(self, cls: ClassValue, name: str, member: Value, site: Site) -> Value:
        """What a field holds that nobody has filled, where its class body has this member."""

    def adopt(self, cls: ClassValue) -> Value:
        """A project class as its library sees it: a mapped class, a schema; else the class."""

    def parameter(
        self, annotation: Value | None, default: Value | None, site: Site
    ) -> Value | None:
        """What a framework hands to a parameter of an entry point; None when it does not."""

    def entered(self, function: FunctionValue, receiver: Value | None, site: Site) -> None:
        """What a framework does before it fills the parameters of an entry point."""

    def answered(self, function: FunctionValue, value: Value, site: Site) -> None:
        """What a framework does with what an entry point has returned."""

    def operate(self, left: Value, operator: ast.operator, right: Value, site: Site) -> Value:
        """`left + right` and its kind for a library's values."""

    def text_prefix(self, text: str) -> Value:
        """An f-string of which only the beginning is known."""

    def is_instance(self, value: Value, cls: Value, site: Site) -> bool | None:
        """`isinstance(value, cls)`"""

    def catches(self, cls: Value, exception: Value) -> bool | None:
        """Whether `except cls` catches the exception; None when it may."""

    def expects_greenlet_error(self, cls: Value) -> bool:
        """Whether `except cls` says that a read outside a greenlet is meant to fail."""

    def expected_failure(self, manager: Value, node: ast.expr) -> Value | None:
        """The class of the exception that a context manager, spelled as this node, says that its
        body is meant to raise; None where it says nothing of the kind."""

    def suppressed(self, manager: Value) -> Value | None:
        """The classes of the exceptions that a context manager swallows; None for another one."""

    def reports_at_call(self, cls: ClassValue) -> bool:
        """Whether trouble inside the methods of a class is the trouble of who calls them."""

    def tells_at_call(self, event: object, site: Site) -> bool:
        """Whether trouble inside of a callee in another file is worth telling at its call."""

    def opaque_called(
        self, function: Opaque, arguments: Arguments, result: Opaque, site: Site
    ) -> None:
        """Something unknown was called."""

    def opaque_dropped(self, value: Opaque, site: Site) -> None:
        """Something unknown was a bare statement."""
