"""Annotations as values: what an instance of `list[User] | None` may be."""

from __future__ import annotations

from collections.abc import Callable

from flake8_greenlet.interpreter.containers import Dict, Entries, Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Constant,
    Opaque,
    Seen,
    Site,
    Value,
    escape,
    join_values,
)
from flake8_greenlet.records import dataclass


def instance_of(annotation: Value, site: Site) -> Value | None:
    """Something of this type whose history nobody knows; None where the type tells nothing."""
    if annotation == NONE:
        return NONE
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        annotation = site.machine.world.quoted(annotation.value, site)
    return annotation.made(site)


@dataclass(frozen=True)
class UnionType(Value):
    """`X | Y`, `Union[X, Y]`, `Optional[X]`"""

    members: tuple[Value, ...]

    def made(self, site: Site) -> Value | None:
        made = [instance_of(member, site) for member in self.members]
        known = [value for value in made if value is not None]
        return join_values(known) if len(known) == len(made) else None


@dataclass(frozen=True)
class CollectionType(Value):
    """`list[X]`, `Sequence[X]`, `set[X]` …"""

    element_type: Value

    def made(self, site: Site) -> Value | None:
        element = instance_of(self.element_type, site)
        return None if element is None else Sequence.of_each(element, site)


@dataclass(frozen=True)
class MappingType(Value):
    """`dict[K, V]`"""

    value_type: Value

    def made(self, site: Site) -> Value | None:
        value = instance_of(self.value_type, site)
        return None if value is None else Dict(site.allocate(Entries({}, value)))


@dataclass(frozen=True)
class TupleType(Value):
    """`tuple[X, Y]`; `tuple[X, ...]` is a collection."""

    members: tuple[Value, ...]

    def made(self, site: Site) -> Value | None:
        return Tuple(tuple(instance_of(member, site) or UNKNOWN for member in self.members))


@dataclass(frozen=True)
class AnnotatedType(Value):
    """`Annotated[X, metadata…]`"""

    type: Value
    metadata: tuple[Value, ...]

    def made(self, site: Site) -> Value | None:
        return instance_of(self.type, site)


@dataclass(frozen=True)
class TypeVariable(Value):
    """`TypeVar("T")`"""

    name: str


@dataclass(frozen=True)
class GenericType(Value):
    """`Generic[T]`, among the bases of a class"""

    members: tuple[Value, ...]


@dataclass(frozen=True)
class YieldingType(Value):
    """`AsyncGenerator[X, None]`, `Iterator[X]` and their kin: what is yielded is an X."""

    yielded: Value


def yielded_by(annotation: Value, site: Site) -> Value:
    """The type of what a generator yields, by its annotation; many write that one itself."""
    annotation = _unquoted(annotation, site)
    if isinstance(annotation, YieldingType):
        return annotation.yielded
    return annotation.element_type if isinstance(annotation, CollectionType) else annotation


@dataclass(frozen=True)
class ManagerType(Value):
    """`AbstractAsyncContextManager[X]` and its kin: what is entered is an X."""

    entered: Value

    def made(self, site: Site) -> Value | None:
        entered = instance_of(self.entered, site)
        return None if entered is None else Manager(entered)


@dataclass(frozen=True)
class Manager(Value):
    """A context manager that nobody has seen the making of."""

    entered: Value

    def enter(self, site: Site) -> Value:
        site.machine.surprise()
        return self.entered

    def leave(self, site: Site, *, failed: bool) -> None:
        escape(self.entered, site)

    async_enter, async_leave = enter, leave

    def truth(self, site: Site) -> bool | None:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.entered.escape(site, seen)


@dataclass(frozen=True)
class Form(Value):
    """A name of `typing` (or a built-in) that makes a type when it is subscripted."""

    name: str
    make: Callable[[tuple[Value, ...]], Value]
    constructor: Value | None = None

    def item(self, key: Value, site: Site) -> Value:
        members = key.items if isinstance(key, Tuple) else (key,)
        if not members and self.make is not _tuple:
            return UNKNOWN  # nothing else can be made of nothing
        return self.make(tuple(_unquoted(member, site) for member in members))

    def call(self, arguments: Arguments, site: Site) -> Value:
        if self.constructor is None:
            return super().call(arguments, site)
        return self.constructor.call(arguments, site)

    def truth(self, site: Site) -> bool | None:
        return True

    def __repr__(self) -> str:
        return f"<{self.name}>"


def _unquoted(member: Value, site: Site) -> Value:
    """A member in quotes, read where it stands."""
    if isinstance(member, Constant) and isinstance(member.value, str):
        found = site.machine.world.quoted(member.value, site)
        return member if isinstance(found, Opaque) else found
    return member


def _optional(members: tuple[Value, ...]) -> Value:
    return UnionType((*members, NONE))


def _collection(members: tuple[Value, ...]) -> Value:
    return CollectionType(members[0])


def _mapping(members: tuple[Value, ...]) -> Value:
    return MappingType(members[-1]) if len(members) == 2 else UNKNOWN


def _tuple(members: tuple[Value, ...]) -> Value:
    if len(members) == 2 and members[1] == Constant(...):
        return CollectionType(members[0])
    return TupleType(members)


def _annotated(members: tuple[Value, ...]) -> Value:
    return AnnotatedType(members[0], members[1:])


def _manager(members: tuple[Value, ...]) -> Value:
    return ManagerType(members[0])


def _first(members: tuple[Value, ...]) -> Value:
    return members[0]


def _yielding(members: tuple[Value, ...]) -> Value:
    return YieldingType(members[0])


FORMS: dict[str, Callable[[tuple[Value, ...]], Value]] = {
    "AbstractAsyncContextManager": _manager,
    "AbstractContextManager": _manager,
    "Annotated": _annotated,
    "AsyncContextManager": _manager,
    "AsyncGenerator": _yielding,
    "AsyncIterable": _yielding,
    "AsyncIterator": _yielding,
    "ClassVar": _first,
    "Collection": _collection,
    "ContextManager": _manager,
    "DefaultDict": _mapping,
    "Dict": _mapping,
    "Final": _first,
    "FrozenSet": _collection,
    "Generator": _yielding,
    "Generic": lambda members: GenericType(members),
    "Iterable": _collection,
    "Iterator": _yielding,
    "List": _collection,
    "Mapping": _mapping,
    "MutableMapping": _mapping,
    "MutableSequence": _collection,
    "NotRequired": _first,
    "Optional": _optional,
    "OrderedDict": _mapping,
    "Required": _first,
    "Sequence": _collection,
    "Set": _collection,
    "Tuple": _tuple,
    "Union": lambda members: UnionType(members),
    "defaultdict": _mapping,
    "deque": _collection,
    "dict": _mapping,
    "frozenset": _collection,
    "list": _collection,
    "set": _collection,
    "tuple": _tuple,
}


def form(name: str, constructor: Value | None = None) -> Form | None:
    """The subscriptable form of this name, if it is one."""
    make = FORMS.get(name)
    return None if make is None else Form(name, make, constructor)


def union(left: Value, right: Value) -> Value:
    """`left | right` between types."""
    members = left.members if isinstance(left, UnionType) else (left,)
    if isinstance(right, Opaque) or any(isinstance(member, Opaque) for member in members):
        return UNKNOWN
    return UnionType((*members, right))
