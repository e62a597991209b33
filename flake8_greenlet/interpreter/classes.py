"""Classes of the project and their instances."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from flake8_greenlet.interpreter.fields import AFTERWARDS, fill
from flake8_greenlet.interpreter.frames import Scope
from flake8_greenlet.interpreter.functions import BoundMethod, ContextFactory, FunctionValue
from flake8_greenlet.interpreter.generics import class_at_hand
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.making import Attributes, Making, Unmade
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    Seen,
    Site,
    Value,
    escape,
    join_values,
)
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.interpreter.world import World
    from flake8_greenlet.project.module import Module

MAX_BASES = 64


@dataclass(frozen=True)
class Property(Value):
    """`@property` and its kin: a getter, perhaps a setter."""

    getter: Value
    setter: Value | None = None
    cached: bool = False
    """Whether the first answer stays with the object."""


@dataclass(frozen=True)
class StaticMethod(Value):
    """`@staticmethod`"""

    function: Value

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.function.call(arguments, site)


@dataclass(frozen=True)
class ClassMethod(Value):
    """`@classmethod`"""

    function: Value


class ClassValue(Value):
    """A class statement.  Members are worked out when somebody asks for them."""

    def __init__(self, world: World, node: ast.ClassDef, module: Module, scope: Scope) -> None:
        self.world = world
        self.node = node
        self.module = module
        self.scope = scope
        self._members: dict[str, Value | None] = {}

    @property
    def name(self) -> str:
        return self.node.name

    def __repr__(self) -> str:
        return f"<class {self.name}>"

    @cached_property
    def bindings(self) -> dict[str, list[ast.AST]]:
        """What the class body binds, by name, in order."""
        return self.world.class_bindings(self.node)

    @cached_property
    def annotations(self) -> dict[str, ast.expr]:
        """The annotations in the class body."""
        return {
            statement.target.id: statement.annotation
            for statement in self.node.body
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
        }

    @cached_property
    def bases(self) -> list[Value]:
        """The values of the base classes; parametrised ones stand for their origin."""
        return [self.world.evaluate_in(self, base) for base in self.node.bases]

    @cached_property
    def keywords(self) -> dict[str, Value]:
        """The keyword arguments of the class statement."""
        return {
            keyword.arg: self.world.evaluate_in(self, keyword.value)
            for keyword in self.node.keywords
            if keyword.arg
        }

    @cached_property
    def lineage(self) -> list[ClassValue]:
        """This class and its ancestors in the project, in Python's method resolution order."""
        return self._lineage(())

    def _lineage(self, below: tuple[ClassValue, ...]) -> list[ClassValue]:
        if self in below or len(below) > MAX_BASES:
            return []  # a class that inherits from itself
        bases = [
            cls
            for base in self.bases
            for cls in map(as_class, base.alternatives())
            if cls is not None and cls is not self
        ]
        rows = [base._lineage((*below, self)) for base in bases]
        if len(rows) == 1 and rows[0]:
            return [self, *rows[0]]
        return [self, *_merged([*rows, bases])]

    @cached_property
    def roots(self) -> list[Value]:
        """The ancestors that are not classes of the project."""
        return [
            value
            for ancestor in self.lineage
            for base in ancestor.bases
            for value in base.alternatives()
            if as_class(value) is None
        ]

    @property
    def is_complete(self) -> bool:
        """Whether every ancestor is known, so that what is not found is not there."""
        return not any(isinstance(root, Opaque) for root in self.roots)

    def own(self, name: str) -> Value | None:
        """What this very class binds the name to."""
        if name not in self._members:
            self._members[name] = None  # a member that needs itself has no value
            if name in self.bindings:
                self._members[name] = self.world.member(self, name)
        return self._members[name]

    def member(self, name: str) -> Value | None:
        """What the class or its nearest ancestor binds the name to, unbound."""
        for ancestor in self.lineage:
            found = ancestor.own(name)
            if found is not None:
                return found
        return None

    @property
    def initializer(self) -> FunctionValue | None:
        """What the project itself runs of a constructor: all of it, or what comes afterwards.

        One with a decorator that nobody explains counts as it is written: what injects arguments
        leaves the attributes alone.
        """
        for name in ("__init__", *AFTERWARDS):
            member = self.member(name)
            if isinstance(member, Opaque):
                member = self._as_written(name)
            if isinstance(member, FunctionValue):
                return member
        return None

    def _as_written(self, name: str) -> FunctionValue | None:
        """The nearest `def` of this name, without its decorators."""
        owner = next(cls for cls in self.lineage if cls.own(name) is not None)
        node = owner.bindings[name][-1]
        if isinstance(node, ast.FunctionDef):
            return FunctionValue(node, owner.module, owner.scope, owner)
        return None

    def annotation(self, name: str) -> tuple[ClassValue, ast.expr] | None:
        """The nearest annotation of an attribute in the class bodies."""
        for ancestor in self.lineage:
            if name in ancestor.annotations:
                return ancestor, ancestor.annotations[name]
        return None

    def get(self, name: str, site: Site) -> Value:
        found = self.member(name) or self.from_outside(name, site)
        if found is None or found == NONE:
            # None stands there for what somebody gives to the class, such as its only instance.
            return self.declared_class(name) or UNKNOWN
        if isinstance(found, ClassMethod):
            return BoundMethod(found.function, self)
        if isinstance(found, StaticMethod):
            return found.function
        if isinstance(found, Constant) and not self.is_complete:
            return Member(found.value, name, self)
        return UNKNOWN if isinstance(found, Property) else found

    def declared_class(self, name: str) -> Value | None:
        """The class that `name: type[Model]` in a generic ancestor means here."""
        member = self.member(name)
        if isinstance(member, Property) and isinstance(member.getter, FunctionValue):
            getter = member.getter
            returns = getattr(getter.node, "returns", None)
            return getter.owner and class_at_hand(self, getter.owner, returns)
        declared = self.annotation(name)
        return None if declared is None else class_at_hand(self, *declared)

    def from_outside(self, name: str, site: Site) -> Value | None:
        """What an ancestor outside of the project has of this name, where that is known."""
        found = (root.get(name, site) for root in self.roots)
        return next((value for value in found if not isinstance(value, Opaque)), None)

    def set(self, name: str, value: Value, site: Site) -> None:
        escape(value, site)
        member = self.member(name)
        if member is not None:
            site.machine.replace(member)

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self.instantiate(arguments, site)

    def instantiate(self, arguments: Arguments, site: Site) -> Value:
        """Make an instance and run its `__init__`."""
        instance = Instance(self, site.allocate(Attributes()))
        initializer = self.member("__init__") or self.from_outside("__init__", site)
        if isinstance(initializer, (FunctionValue, Builtin)):
            initializer.call(arguments.after(instance), site)
        elif initializer is not None or not fill(instance, arguments, site):
            site.machine.surprise()
            arguments.escape(site)
        return instance

    def made(self, site: Site) -> Value | None:
        # Any method of it may be the one that asks: it finds what `__init__` has left.
        initializer = self.initializer
        if initializer is None:
            return Instance(self, site.allocate(Attributes(open=True)))
        unmade = Unmade(Making(initializer, site))
        instance = Instance(self, site.allocate(unmade))
        if site.machine.is_static:
            unmade.made(instance, site)  # here: it will be asked for in other runs
        return instance

    def item(self, key: Value, site: Site) -> Value:
        # Repository[User] is, to us, Repository, unless a library makes a class of its own of it.
        make = self.from_outside("__class_getitem__", site)
        return self if make is None else make.call(Arguments([self, key]), site)

    def truth(self, site: Site) -> bool | None:
        return True


class Member(Constant):
    """A constant of a class with an ancestor from elsewhere, such as a member of an enumeration:
    here it equals its value, but it has more to it than that."""

    __slots__ = ("cls", "name")

    def __init__(self, value: object, name: str, cls: ClassValue) -> None:
        super().__init__(value)
        self.name = name
        self.cls = cls

    def get(self, name: str, site: Site) -> Value:
        if self.cls.member(name) is not None:
            return UNKNOWN
        if name in ("name", "value"):
            return Constant(getattr(self, name))
        return super().get(name, site) if hasattr(self.value, name) else UNKNOWN

    def call(self, arguments: Arguments, site: Site) -> Value:
        return Value.call(self, arguments, site)

    def truth(self, site: Site) -> bool | None:
        return True if self.value else None


def _merged(rows: list[list[ClassValue]]) -> list[ClassValue]:
    """The C3 merge of several orders; where they contradict each other, the first one wins."""
    order: list[ClassValue] = []
    rows = [row for row in rows if row]
    while rows:
        later = {id(cls) for row in rows for cls in row[1:]}
        heads = [row[0] for row in rows]
        chosen = next((cls for cls in heads if id(cls) not in later), heads[0])
        order.append(chosen)
        rows = [[cls for cls in row if cls is not chosen] for row in rows]
        rows = [row for row in rows if row]
    return order


class ClassScope(Scope):
    """The names of a class body while an expression in it is evaluated."""

    __slots__ = ("cls",)

    def __init__(self, cls: ClassValue) -> None:
        super().__init__(None, cls.scope)
        self.cls = cls

    def binds(self, name: str) -> bool:
        return name in self.cls.bindings

    def fallback(self, name: str) -> Value | None:
        return self.cls.own(name)


def as_class(value: Value) -> ClassValue | None:
    """The class statement behind a value, whatever a library has made of it."""
    if isinstance(value, ClassValue):
        return value
    project_class = getattr(value, "project_class", None)
    return project_class if isinstance(project_class, ClassValue) else None


class Operated(Value):
    """An object of a class statement: what syntax and built-ins do with it, its special methods
    do."""

    __slots__ = ()

    def method(self, name: str) -> Value | None:
        """The special method of this name, bound to the object; None without one in sight."""
        raise NotImplementedError

    def special(self, name: str, site: Site, *given: Value) -> Value:
        """Call a special method."""
        arguments = Arguments(list(given))
        method = self.method(name)
        if method is None:
            site.machine.surprise()
            arguments.escape(site)
            return site.opaque()
        return method.call(arguments, site)

    def call(self, arguments: Arguments, site: Site) -> Value:
        method = self.method("__call__")
        return super().call(arguments, site) if method is None else method.call(arguments, site)

    def enter(self, site: Site) -> Value:
        return self.special("__enter__", site)

    def leave(self, site: Site, *, failed: bool) -> bool | None:
        return self.special("__exit__", site, *_exit_arguments(failed)).truth(site)

    def async_enter(self, site: Site) -> Value:
        return self.special("__aenter__", site).awaited(site)

    def async_leave(self, site: Site, *, failed: bool) -> bool | None:
        return self.special("__aexit__", site, *_exit_arguments(failed)).awaited(site).truth(site)

    def item(self, key: Value, site: Site) -> Value:
        return self.special("__getitem__", site, key)

    def set_item(self, key: Value, value: Value, site: Site) -> None:
        self.special("__setitem__", site, key, value)

    def element(self, site: Site) -> Value | None:
        if self.method("__iter__") is None and self.method("__getitem__") is not None:
            return self.special("__getitem__", site, site.opaque())
        iterator = self.special("__iter__", site)
        if isinstance(iterator, Operated):
            return iterator.special("__next__", site)
        return iterator.element(site)

    def async_element(self, site: Site) -> Value | None:
        iterator = self.special("__aiter__", site)
        if isinstance(iterator, Operated):
            return iterator.special("__anext__", site).awaited(site)
        return iterator.async_element(site)

    def length(self, site: Site) -> Value:
        return self.special("__len__", site)

    def contains(self, item: Value, site: Site) -> Value:
        if self.method("__contains__") is not None:
            return self.special("__contains__", site, item)
        self.element(site)
        return site.opaque()

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        name = _COMPARISONS.get(type(operator))
        if name is None:
            return UNKNOWN
        if name == "__ne__" and self.method(name) is None:
            equal = self.compare(ast.Eq(), other, site).truth(site)
            return UNKNOWN if equal is None else Constant(not equal)
        return self.special(name, site, other) if self.method(name) else UNKNOWN

    def representation(self, site: Site) -> Value:
        return self.special("__repr__", site) if self.method("__repr__") else UNKNOWN

    def text(self, site: Site) -> Value:
        if self.method("__str__") is not None:
            return self.special("__str__", site)
        return self.representation(site)


_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
}


@dataclass(frozen=True)
class Instance(Operated):
    """An object of a project class that no library claims."""

    cls: ClassValue
    address: Address

    def attributes(self, site: Site) -> Attributes:
        state = site.state(self.address)
        if isinstance(state, Unmade):
            return state.made(self, site)
        return state if isinstance(state, Attributes) else Attributes(open=True)

    def get(self, name: str, site: Site) -> Value:
        value = self._found(name, site)
        if isinstance(value, Opaque) or value == NONE:
            return self.cls.declared_class(name) or value
        return value

    def _found(self, name: str, site: Site) -> Value:
        member = self.cls.member(name)
        if isinstance(member, Property):
            return member.getter.call(Arguments([self]), site)
        attributes = self.attributes(site)
        if name in attributes.values:
            return attributes.values[name]
        declared = self.cls.annotation(name)
        if member is not None and declared is not None:
            member = site.machine.world.libraries.default_of(self.cls, name, member, site)
        # A default in the class body says nothing of an object that somebody else has filled, and
        # settings that are None are what the environment is asked for.
        is_filled = attributes.open or (member == NONE and not self.cls.is_complete)
        if member is not None and not (is_filled and declared is not None):
            return bind(member, self, self.cls)
        if name == "__class__":
            return self.cls
        if declared is not None:
            value = site.machine.world.annotated_value(declared[0], declared[1], site)
            self.set(name, value, site)
            return value
        return self.inherited(name, site)

    def inherited(self, name: str, site: Site) -> Value:
        value = self.cls.from_outside(name, site)
        if value is None:
            return UNKNOWN
        if isinstance(value, Property):
            return value.getter.call(Arguments([self]), site)
        return BoundMethod(value, self) if name == "__init__" else bind(value, self, self.cls)

    def set(self, name: str, value: Value, site: Site) -> None:
        member = self.cls.member(name)
        if isinstance(member, Property):
            if member.setter is not None:
                member.setter.call(Arguments([self, value]), site)
            else:
                escape(value, site)
            return
        attributes = self.attributes(site)
        site.store(self.address, Attributes({**attributes.values, name: value}, attributes.open))

    def delete(self, name: str, site: Site) -> None:
        self.set(name, UNKNOWN, site)

    def matters(self, site: Site, depth: int) -> bool:
        held = self.attributes(site).values.values()
        return depth > 0 and any(value.matters(site, depth - 1) for value in held)

    def one_of_many(self, site: Site, depth: int) -> None:
        if depth > 0:
            for value in self.attributes(site).values.values():
                value.one_of_many(site, depth - 1)

    def method(self, name: str) -> Value | None:
        member = self.cls.member(name)
        return None if member is None else bind(member, self, self.cls)

    def truth(self, site: Site) -> bool | None:
        plain = self.cls.is_complete and not any(map(self.cls.member, ("__bool__", "__len__")))
        return True if plain else None

    def escape(self, site: Site, seen: Seen) -> None:
        if self.address in seen:
            return
        seen.add(self.address)
        state = site.state(self.address)
        if isinstance(state, Unmade):
            site.store(self.address, Unmade(state.making, has_escaped=True))
            return
        for value in self.attributes(site).values.values():
            value.escape(site, seen)


class Thrown(Value):
    """What `__exit__` is given of an exception: of its class, itself and its traceback, all that
    counts here is that they are there."""

    def truth(self, site: Site) -> bool | None:
        return True


def _exit_arguments(failed: bool) -> list[Value]:
    return [Thrown() if failed else NONE] * 3


def bind(member: Value, receiver: Value, cls: Value) -> Value:
    """A class member as it is seen through an instance."""
    if isinstance(member, ClassMethod):
        return BoundMethod(member.function, cls)
    if isinstance(member, StaticMethod):
        return member.function
    if isinstance(member, (FunctionValue, ContextFactory)):
        return BoundMethod(member, receiver)
    if isinstance(member, Alternatives):
        return join_values([bind(value, receiver, cls) for value in member.values])
    return member


@dataclass(frozen=True)
class Super(Value):
    """`super()`: the receiver, looked at from behind one of its classes."""

    receiver: Value
    cls: ClassValue
    after: ClassValue

    def get(self, name: str, site: Site) -> Value:
        lineage = self.cls.lineage
        start = lineage.index(self.after) + 1 if self.after in lineage else 1
        for ancestor in lineage[start:]:
            found = ancestor.own(name)
            if isinstance(found, Property):
                return found.getter.call(Arguments([self.receiver]), site)
            if found is not None:
                return bind(found, self.receiver, self.cls)
        return self.receiver.inherited(name, site)
