"""What a schema reads of the object that it is made from, and what comes of it.

Source: Pydantic's "Models" ("Arbitrary class instances", which version 1 called "ORM mode").  A
schema reads the attributes that its fields name, in their order, and nothing else; what reading one
of them raises comes out as a ValidationError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, suppress

from flake8_greenlet.events import AttributeRead, SchemaRead
from flake8_greenlet.interpreter.classes import ClassValue, Instance, as_class
from flake8_greenlet.interpreter.containers import Dict, Entries, Sequence, Tuple
from flake8_greenlet.interpreter.making import Attributes
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.types import (
    AnnotatedType,
    CollectionType,
    MappingType,
    TupleType,
    TypeVariable,
    UnionType,
)
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    TRUE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    PathEnds,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.pydantic import schemas
from flake8_greenlet.libraries.pydantic.schemas import Field, schema_of
from flake8_greenlet.libraries.pydantic.unions import candidates
from flake8_greenlet.libraries.pydantic.validators import Step, Validator
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.records import dataclass, replace

Values = Mapping[str, Value]
"""The fields of a schema by their names."""

MAX_DEPTH = 6
"""Schemas within schemas that are gone through: one may contain itself."""


@dataclass(frozen=True)
class Adapter(Value):
    """`TypeAdapter(list[UserOut])`"""

    type: Value

    def get(self, name: str, site: Site) -> Value:
        if name != "validate_python":
            return UNKNOWN
        return Builtin(name, lambda given, where: validated(given.after(self.type), where))


@dataclass(frozen=True)
class Validation:
    """What is made of a value by a type, and what is read for that.

    `path` says where in the outermost schema this is; `from_attributes` is what the call says of
    all schemas, whatever they say themselves.
    """

    site: Site
    path: str = ""
    from_attributes: bool = False
    depth: int = 0

    def of(self, kind: Value, value: Value) -> Value:
        """The validated value.  Raises PathEnds where there surely is none."""
        if isinstance(kind, AnnotatedType):
            return self._annotated(kind, value)
        if isinstance(value, Alternatives):
            machine = self.site.machine
            return machine.each_in_turn(value.values, lambda v: self.of(kind, v), self.site)
        if isinstance(kind, TypeVariable):
            return value
        if isinstance(kind, UnionType):
            return NONE if value == NONE else self._union(kind, value)
        if isinstance(kind, CollectionType):
            return self._collection(kind.element_type, value)
        if isinstance(kind, TupleType) and isinstance(value, (Sequence, Tuple)):
            return self._tuple(kind.members, value)
        if isinstance(kind, MappingType) and isinstance(value, Dict):
            each = value.entries(self.site).each()
            if each is not NOTHING:
                self._below("[]").of(kind.value_type, each)
            return UNKNOWN
        schema = schema_of(kind)
        if schema is not None:
            return self._schema(schema, value)
        return self._of_any_type(kind, value)

    def _below(self, step: str) -> Validation:
        """One step down; the way begins at the first schema."""
        return replace(self, path=self.path + step) if self.path else self

    def _annotated(self, kind: AnnotatedType, value: Value) -> Value:
        validators = [each for each in kind.metadata if isinstance(each, Validator)]
        step = self._through(validators, lambda given: self.of(kind.type, given), None)
        return step(value)

    def _through(self, validators: Iterable[Validator], step: Step, receiver: Value | None) -> Step:
        for validator in validators:
            step = validator.around(step, receiver, self.site)
        return step

    def _union(self, kind: UnionType, value: Value) -> Value:
        """What one of several types makes of a value: it has none where all of them fail."""
        others = [member for member in kind.members if member != NONE]
        able = others if len(others) == 1 else candidates(others, value)
        if not able:
            return self._unknown(value)
        if len(able) == 1 or all(self._fails(member, value) for member in able):
            return self.of(able[0], value)
        return self._unknown(value)

    def _fails(self, kind: Value, value: Value) -> bool:
        """Whether something that this type reads of a value is told; it is not told by that."""
        machine = self.site.machine
        before, count = machine.heap, len(machine.happenings)
        try:
            with suppress(PathEnds):
                self.of(kind, value)
            return len(machine.happenings) > count
        finally:
            machine.heap = before
            del machine.happenings[count:]

    def _collection(self, kind: Value, value: Value) -> Value:
        below = self._below("[]")
        if isinstance(value, Tuple):
            return Sequence.of([below.of(kind, item) for item in value.items], self.site)
        each = value.element(self.site)
        if each is None:
            return Sequence.of((), self.site)
        return Sequence.of_each(below.of(kind, each), self.site)

    def _tuple(self, kinds: tuple[Value, ...], value: Sequence | Tuple) -> Value:
        """`tuple[UserOut, int]`: each item has a type of its own, and there are no others."""
        items = value.items if isinstance(value, Tuple) else value.contents(self.site).items
        if items is None:
            return self._unknown(value)
        if len(items) != len(kinds):
            raise PathEnds
        made = [
            self._below(f"[{place}]").of(kind, item)
            for place, (kind, item) in enumerate(zip(kinds, items))
        ]
        return Tuple(tuple(made))

    def _of_any_type(self, kind: Value, value: Value) -> Value:
        """What is no schema: it stays as it is, or nobody knows what becomes of it."""
        if isinstance(value, (Constant, Opaque)) or _holds(kind, value, self.site):
            return value
        return self._unknown(value)

    def _unknown(self, value: Value) -> Value:
        """Nobody knows who gets the value, or what is made of it."""
        escape(value, self.site)
        return UNKNOWN

    # Schemas

    def _schema(self, cls: ClassValue, value: Value) -> Value:
        if isinstance(value, Instance) and cls in value.cls.lineage:
            return value
        if isinstance(value, Opaque) or self.depth >= MAX_DEPTH:
            return UNKNOWN
        inner = replace(self, path=self.path or cls.name, depth=self.depth + 1)
        return inner.filled(cls, value, lambda values: _made(cls, values, self.site))

    def filled(self, cls: ClassValue, value: Value, make: Callable[[Values], Value]) -> Value:
        """What `make` makes of the fields of a schema, which are read of a value."""
        schema = schemas.read(cls, self.site)
        if schema is None:
            return self._unknown(value)

        def fill(given: Value) -> Value:
            if schema.root is not None:
                return make({"root": self.of(schema.root, given)})
            if isinstance(given, Constant):
                raise PathEnds  # None, a number or a text has no fields
            if not isinstance(given, Dict) and not self._may_read(cls, given):
                return UNKNOWN
            return make({field.name: self._field(cls, field, given) for field in schema.fields})

        with self._told():
            return self._through(schema.validators, fill, cls)(value)

    def _may_read(self, cls: ClassValue, value: Value) -> bool:
        """Whether a schema takes an object for what it is."""
        if isinstance(value, Opaque):
            return False
        return self.from_attributes or schemas.reads_attributes(cls, self.site)

    def _field(self, cls: ClassValue, field: Field, value: Value) -> Value:
        below = self._below(f".{field.name}")
        with below._told():
            given = self._given(field, value)
            if given is NOTHING:
                return UNKNOWN  # it is left to its default
            return below._through(field.validators, lambda v: below.of(field.type, v), cls)(given)

    def _given(self, field: Field, value: Value) -> Value:
        """What a field is given; NOTHING if that is nothing at all."""
        site = self.site
        if isinstance(value, Dict):
            entries = value.entries(site)
            known = (entries.known.get(Constant(name).identity()) for name in field.names)
            return next((one for one in known if one is not None), entries.rest)
        for name in field.names:
            if not isinstance(value, MappedInstance) or value.has(name, site):
                return value.get(name, site)
        return NOTHING

    def _told(self) -> AbstractContextManager[None]:
        """While this lasts, what is read is told as what is read for this place."""
        return self.site.machine.telling(Retold(self.path))


@dataclass(frozen=True)
class Retold:
    """What a field of a schema reads is told as that."""

    field: str

    def __call__(self, event: object) -> object:
        return SchemaRead(event, self.field) if isinstance(event, AttributeRead) else event


def _made(cls: ClassValue, values: Values, site: Site) -> Value:
    return Instance(cls, site.allocate(Attributes(values)))


def _holds(kind: Value, value: Value, site: Site) -> bool:
    """Whether a type that is no schema takes a value as it is."""
    if isinstance(kind, External):
        return kind.qualified.rpartition(".")[2] == "Any"
    cls = as_class(kind)
    if isinstance(value, MappedInstance):
        return cls is not None and value.is_instance(cls, site) is True
    return isinstance(value, Instance) and cls in value.cls.lineage


def validate(kind: Value, value: Value, site: Site, *, from_attributes: bool = False) -> Value:
    """What a type makes of a value; every field that is not loaded is told."""
    return Validation(site, from_attributes=from_attributes).of(kind, value)


def validated(arguments: Arguments, site: Site) -> Value:
    """`UserOut.model_validate(user)`, and its like of a TypeAdapter and of version 1."""
    kind, *rest = arguments.positional or [UNKNOWN]
    given = [arguments.keywords[name] for name in ("obj", "object") if name in arguments.keywords]
    value = next(iter([*rest, *given]), UNKNOWN)
    forced = arguments.keywords.get("from_attributes") == TRUE
    made = validate(kind, value, site, from_attributes=forced)
    return site.opaque() if isinstance(made, Opaque) else made


def construct(arguments: Arguments, site: Site) -> Value:
    """`UserOut(posts=user.posts)`: each field validates what it is given."""
    instance, *rest = arguments.positional
    cls = schema_of(instance.cls) if isinstance(instance, Instance) else None
    known = {Constant(name).identity(): value for name, value in arguments.keywords.items()}
    entries = Entries(known, UNKNOWN if arguments.open_ended else NOTHING)
    given = rest[0] if rest else Dict(site.allocate(entries))

    def fill(values: Values) -> Value:
        assert isinstance(instance, Instance)
        site.store(instance.address, Attributes(values))
        return instance

    if cls is None or isinstance(Validation(site, cls.name).filled(cls, given, fill), Opaque):
        site.machine.surprise()
        arguments.escape(site)
    return NONE
