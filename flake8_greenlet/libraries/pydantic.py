"""Pydantic: schemas, and what they read of the objects that they are made from.

Source: Pydantic's "Models" ("Arbitrary class instances", which version 1 called "ORM mode"),
"Fields" (aliases) and "Validators".  A schema reads the attributes that its fields name, in their
order, and nothing else; what reading one of them raises comes out as a ValidationError.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flake8_greenlet.events import AttributeRead, SchemaRead
from flake8_greenlet.interpreter.classes import (
    Attributes,
    ClassMethod,
    ClassValue,
    Instance,
    as_class,
)
from flake8_greenlet.interpreter.code import parse_expression
from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.types import (
    AnnotatedType,
    CollectionType,
    MappingType,
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
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance

MAX_DEPTH = 6
"""Schemas within schemas that are gone through: one may contain itself."""


class SchemaRoot(Value):
    """`BaseModel`"""

    from_attributes = False
    """Whether an object is read where no setting says so."""

    def get(self, name: str, site: Site) -> Value:
        return OF_A_SCHEMA.get(name, UNKNOWN)

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class FieldInfo(Value):
    """`Field(…)`: by which names a field is found; None where nobody knows."""

    aliases: tuple[str, ...] | None = ()


@dataclass(frozen=True)
class Before(Value):
    """A validator that gets what is given before, or instead of, the type that is written down."""

    fields: tuple[str, ...] | None
    """The fields that it is about; None for the whole schema."""


@dataclass(frozen=True)
class Adapter(Value):
    """`TypeAdapter(list[UserOut])`"""

    type: Value

    def get(self, name: str, site: Site) -> Value:
        if name != "validate_python":
            return UNKNOWN
        return Builtin(name, lambda given, where: validated(given.after(self.type), where))


@dataclass(frozen=True)
class Field:
    """One field of a schema."""

    name: str
    type: Value
    names: tuple[str, ...]
    """The attributes that it is read from: the first that there is."""
    is_converted: bool
    """Whether what is read goes through a validator first, so that its type says nothing of it."""


# What a schema is


def schema_of(value: Value) -> ClassValue | None:
    """The schema that a value is; None where it is none, or its ancestors are not all known."""
    cls = value if isinstance(value, ClassValue) else None
    if cls is None or not cls.is_complete:
        return None
    return cls if any(hasattr(root, "from_attributes") for root in cls.roots) else None


def fields(schema: ClassValue, site: Site) -> list[Field] | None:
    """The fields of a schema, in their order; None where nobody knows what it reads."""
    if setting(schema, "alias_generator", site) not in (None, NONE):
        return None
    validators = [each for each in _members(schema) if isinstance(each, Before)]
    if any(each.fields is None for each in validators):
        return None
    converted = {name for each in validators for name in each.fields or ()}
    by_name = any(
        setting(schema, name, site) == TRUE
        for name in ("populate_by_name", "validate_by_name", "allow_population_by_field_name")
    )
    found: dict[str, Field] = {}
    for ancestor in schema.lineage[::-1]:
        for name, annotation in ancestor.annotations.items():
            if name.startswith("_") or name == "model_config" or _is_of_the_class(annotation):
                continue
            kind = _type_of(ancestor, annotation)
            info = _info(ancestor.own(name), kind)
            if info.aliases is None:
                found.pop(name, None)
                continue
            names = (*info.aliases, name) if by_name or not info.aliases else info.aliases
            converted_here = name in converted or "*" in converted or _converts(kind)
            found[name] = Field(name, kind, names, converted_here)
    return list(found.values())


def _members(schema: ClassValue) -> Iterator[Value | None]:
    for ancestor in schema.lineage:
        for name in ancestor.bindings:
            yield ancestor.own(name)


def _is_of_the_class(annotation: ast.expr) -> bool:
    return "ClassVar" in ast.unparse(annotation)


def _type_of(cls: ClassValue, annotation: ast.expr) -> Value:
    value = cls.world.evaluate_in(cls, annotation)
    if isinstance(value, Constant) and isinstance(value.value, str):
        quoted = parse_expression(value.value)
        return UNKNOWN if quoted is None else cls.world.evaluate_in(cls, quoted)
    return value


def _info(default: Value | None, kind: Value) -> FieldInfo:
    infos = [default, *(kind.metadata if isinstance(kind, AnnotatedType) else ())]
    return next((info for info in infos if isinstance(info, FieldInfo)), FieldInfo())


def _converts(kind: Value) -> bool:
    return isinstance(kind, AnnotatedType) and any(isinstance(m, Before) for m in kind.metadata)


def setting(schema: ClassValue, name: str, site: Site) -> Value | None:
    """A setting of a schema, from wherever it is inherited; None where nobody has set it."""
    for ancestor in schema.lineage:
        if name in ancestor.keywords:
            return ancestor.keywords[name]
        config = ancestor.own("model_config")
        if isinstance(config, Dict):
            entries = config.entries(site)
            value = entries.known.get(Constant(name).identity(), entries.rest)
            if value is not NOTHING:
                return value
        elif config is not None:
            return UNKNOWN
        inner = as_class(ancestor.own("Config") or UNKNOWN)
        found = None if inner is None else inner.member(name)
        if found is not None:
            return found
    return None


def reads_attributes(schema: ClassValue, site: Site) -> bool:
    """Whether a schema says of itself that it may be made from any object."""
    for name in ("from_attributes", "orm_mode"):
        value = setting(schema, name, site)
        if value is not None:
            return value == TRUE
    return any(getattr(root, "from_attributes", False) for root in schema.roots)


# What it reads


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
            return UNKNOWN if _converts(kind) else self.of(kind.type, value)
        if isinstance(value, Alternatives):
            return self._each(kind, value)
        if isinstance(kind, UnionType):
            others = [member for member in kind.members if member != NONE]
            if value == NONE:
                return NONE
            return self.of(others[0], value) if len(others) == 1 else UNKNOWN
        if isinstance(kind, CollectionType):
            return self._collection(kind.element_type, value)
        if isinstance(kind, MappingType) and isinstance(value, Dict):
            each = value.entries(self.site).each()
            if each is not NOTHING:
                self._below("[]").of(kind.value_type, each)
            return UNKNOWN
        schema = schema_of(kind)
        if schema is not None:
            return self._schema(schema, value)
        return value if isinstance(value, (Constant, Opaque)) else UNKNOWN

    def _each(self, kind: Value, value: Alternatives) -> Value:
        made: Value = NOTHING
        for each in value.values:
            made = join(made, self.of(kind, each))
        return made

    def _below(self, step: str) -> Validation:
        """One step down; the way begins at the first schema."""
        return replace(self, path=self.path + step) if self.path else self

    def _collection(self, kind: Value, value: Value) -> Value:
        if isinstance(value, Tuple):
            return Sequence.of(
                [self._below("[]").of(kind, item) for item in value.items], self.site
            )
        each = value.element(self.site)
        if each is None:
            return Sequence.of((), self.site)
        return Sequence.of_each(self._below("[]").of(kind, each), self.site)

    def _schema(self, schema: ClassValue, value: Value) -> Value:
        if isinstance(value, Instance) and schema in value.cls.lineage:
            return value
        if isinstance(value, (Constant, Opaque)):
            return UNKNOWN
        known = fields(schema, self.site) if self.depth < MAX_DEPTH else None
        readable = self.from_attributes or reads_attributes(schema, self.site)
        if known is None or not (isinstance(value, Dict) or readable):
            return UNKNOWN
        inner = replace(self, path=self.path or schema.name, depth=self.depth + 1)
        values: dict[str, Value] = {}
        for field in known:
            given = inner._given(field, value)
            step = inner._below(f".{field.name}")
            if field.is_converted or given is NOTHING:
                values[field.name] = UNKNOWN
            else:
                values[field.name] = step.of(field.type, given)
        return Instance(schema, self.site.allocate(Attributes(values)))

    def _given(self, field: Field, value: Value) -> Value:
        """What a field is given; NOTHING if it is left to its default."""
        site = self.site
        if isinstance(value, Dict):
            entries = value.entries(site)
            known = (entries.known.get(Constant(name).identity()) for name in field.names)
            return next((one for one in known if one is not None), entries.rest)
        with site.machine.telling(_Retold(f"{self.path}.{field.name}")):
            for name in field.names:
                if not isinstance(value, MappedInstance) or value.has(name, site):
                    return value.get(name, site)
        return NOTHING


@dataclass(frozen=True)
class _Retold:
    """What a field of a schema reads is told as that."""

    field: str

    def __call__(self, event: object) -> object:
        return SchemaRead(event, self.field) if isinstance(event, AttributeRead) else event


def validate(kind: Value, value: Value, site: Site, *, from_attributes: bool = False) -> Value:
    """What a type makes of a value; every field that is not loaded is told."""
    return Validation(site, from_attributes=from_attributes).of(kind, value)


# The names


def validated(arguments: Arguments, site: Site) -> Value:
    """`UserOut.model_validate(user)`, and its like of a TypeAdapter and of version 1."""
    kind, *rest = arguments.positional or [UNKNOWN]
    given = [arguments.keywords[name] for name in ("obj", "object") if name in arguments.keywords]
    value = next(iter([*rest, *given]), UNKNOWN)
    forced = arguments.keywords.get("from_attributes") == TRUE
    made = validate(kind, value, site, from_attributes=forced)
    if isinstance(made, Opaque):
        # A validator of the project may have got the object.
        arguments.escape(site)
        return site.opaque()
    return made


def _construct(arguments: Arguments, site: Site) -> Value:
    """`UserOut(posts=user.posts)`: each field validates what it is given."""
    instance, *rest = arguments.positional
    schema = schema_of(instance.cls) if isinstance(instance, Instance) else None
    known = None if schema is None or rest or arguments.open_ended else fields(schema, site)
    if known is None or not isinstance(instance, Instance):
        site.machine.surprise()
        arguments.escape(site)
        return NONE
    values: dict[str, Value] = {}
    for field in known:
        given = [arguments.keywords[name] for name in field.names if name in arguments.keywords]
        if given and not field.is_converted:
            path = f"{instance.cls.name}.{field.name}"
            values[field.name] = Validation(site, path).of(field.type, given[0])
        else:
            values[field.name] = UNKNOWN
    site.store(instance.address, Attributes(values))
    return NONE


def _field(arguments: Arguments, site: Site) -> Value:
    """`Field(alias=…)`"""
    alias = arguments.keywords.get("validation_alias") or arguments.keywords.get("alias")
    if alias is None or alias == NONE:
        return FieldInfo(None if arguments.open_ended else ())
    if isinstance(alias, Tuple):
        names = [name.value for name in alias.items if isinstance(name, Constant)]
        known = tuple(name for name in names if isinstance(name, str))
        return FieldInfo(known if len(known) == len(alias.items) else None)
    name = alias.value if isinstance(alias, Constant) else None
    return FieldInfo((name,) if isinstance(name, str) else None)


def _choices(arguments: Arguments, site: Site) -> Value:
    return Tuple(tuple(arguments.positional))


def _validator(always_before: bool, whole: bool, flag: str) -> Value:
    """A decorator that makes a function a validator."""

    def decorate(arguments: Arguments, site: Site) -> Value:
        mode = arguments.keywords.get(flag, UNKNOWN if arguments.open_ended else None)
        after = mode is None or mode in (Constant("after"), Constant(False))
        names = [name.value for name in arguments.positional if isinstance(name, Constant)]
        fields = tuple(name for name in names if isinstance(name, str))
        made = Before(None if whole else fields)
        if after and not always_before:
            return Builtin("validator", lambda given, where: UNKNOWN)
        return Builtin("validator", lambda given, where: made)

    return Builtin("validator", decorate)


def _before(arguments: Arguments, site: Site) -> Value:
    return Before(())


OF_A_SCHEMA: dict[str, Value] = {
    "__init__": Builtin("__init__", _construct),
    **{
        name: ClassMethod(Builtin(name, validated))
        for name in ("from_orm", "model_validate", "parse_obj")
    },
}
"""What a schema has."""

_NAMES: dict[str, Value] = {
    "AliasChoices": Builtin("AliasChoices", _choices),
    "BaseModel": SchemaRoot(),
    "BeforeValidator": Builtin("BeforeValidator", _before),
    "Field": Builtin("Field", _field),
    "PlainValidator": Builtin("PlainValidator", _before),
    "TypeAdapter": Builtin("TypeAdapter", lambda given, site: Adapter(given.first() or UNKNOWN)),
    "WrapValidator": Builtin("WrapValidator", _before),
    "field_validator": _validator(False, False, "mode"),
    "model_validator": _validator(False, True, "mode"),
    "parse_obj_as": Builtin("parse_obj_as", validated),
    "root_validator": _validator(False, True, "pre"),
    "validator": _validator(False, False, "pre"),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `pydantic`."""
    root, _, rest = qualified.partition(".")
    if root != "pydantic" or not rest:
        return None
    if rest.rpartition(".")[2] == "ConfigDict":
        from flake8_greenlet.interpreter.builtins import BUILTINS

        return BUILTINS["dict"]
    return _NAMES.get(rest.rpartition(".")[2])
