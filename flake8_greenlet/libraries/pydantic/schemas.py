"""What a schema is: its fields, by which names they are read, its validators and its settings.

Source: Pydantic's "Models", "Fields" (aliases) and "Configuration".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_greenlet.interpreter.classes import ClassValue, as_class
from flake8_greenlet.interpreter.containers import Dict, Tuple
from flake8_greenlet.interpreter.types import AnnotatedType
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    TRUE,
    UNKNOWN,
    Arguments,
    Constant,
    Site,
    Value,
)
from flake8_greenlet.libraries.pydantic.generics import Types, type_of, types_of
from flake8_greenlet.libraries.pydantic.validators import Validator
from flake8_greenlet.records import dataclass, replace


class SchemaRoot(Value):
    """`BaseModel`, with what every schema has."""

    from_attributes = False
    """Whether an object is read where no setting says so."""

    def __init__(self, members: dict[str, Value]) -> None:
        self.members = members

    def get(self, name: str, site: Site) -> Value:
        return self.members.get(name, UNKNOWN)

    def truth(self, site: Site) -> bool | None:
        return True


class OneThing(SchemaRoot):
    """`RootModel[list[UserOut]]`: a schema of one thing, which is given by itself."""

    def __init__(self, members: dict[str, Value], type: Value = UNKNOWN) -> None:
        super().__init__(members)
        self.type = type

    def item(self, key: Value, site: Site) -> Value:
        return OneThing(self.members, key)


@dataclass(frozen=True)
class FieldInfo(Value):
    """`Field(…)`: by which names a field is found; None where nobody knows."""

    aliases: tuple[str, ...] | None = ()
    default: Value = UNKNOWN


@dataclass(frozen=True)
class Field:
    """One field of a schema."""

    name: str
    type: Value
    names: tuple[str, ...]
    """The attributes that it is read from: the first that there is."""
    validators: tuple[Validator, ...]


@dataclass(frozen=True)
class Schema:
    """What is made of an object: its fields, in their order, and what has a say in the whole."""

    fields: tuple[Field, ...]
    validators: tuple[Validator, ...]
    root: Value | None
    """The type of the one thing that a RootModel holds; None for another schema."""


def schema_of(value: Value) -> ClassValue | None:
    """The class of a schema; None where a value is none, or its ancestors are not all known."""
    cls = value if isinstance(value, ClassValue) else None
    if cls is None or not cls.is_complete:
        return None
    return cls if any(hasattr(root, "from_attributes") for root in cls.roots) else None


def read(cls: ClassValue, site: Site) -> Schema | None:
    """What a schema reads; None where nobody knows."""
    notes = site.machine.notes
    key = ("schema", cls)
    if key not in notes:
        notes[key] = _read(cls, site)
    found = notes[key]
    assert found is None or isinstance(found, Schema)
    return found


def _read(cls: ClassValue, site: Site) -> Schema | None:
    by_name = any(
        setting(cls, name, site) == TRUE
        for name in ("populate_by_name", "validate_by_name", "allow_population_by_field_name")
    )
    # What a generator makes of a name is no attribute of the object, if it changes anything.
    if not by_name and setting(cls, "alias_generator", site) not in (None, NONE):
        return None
    validators = list(_validators(cls))
    types = types_of(cls)
    found: dict[str, Field] = {}
    for ancestor in cls.lineage[::-1]:
        for name, annotation in ancestor.annotations.items():
            if name.startswith("_") or name == "model_config" or _is_of_the_class(annotation):
                continue
            kind = type_of(ancestor, annotation, types.get(ancestor, {}))
            info = _info(ancestor.own(name), kind)
            if info.aliases is None:
                found.pop(name, None)
                continue
            names = (*info.aliases, name) if by_name or not info.aliases else info.aliases
            own = tuple(each for each in validators if each.is_about(name))
            found[name] = Field(name, kind, names, own)
    whole = tuple(each for each in validators if each.fields is None)
    return Schema(tuple(found.values()), whole, _root_type(types, found.get("root")))


def _validators(cls: ClassValue) -> Iterator[Validator]:
    """The validators of a schema, those of its ancestors first."""
    names = dict.fromkeys(name for each in cls.lineage[::-1] for name in each.bindings)
    for name in names:
        member = cls.member(name)
        if isinstance(member, Validator):
            yield member


def _is_of_the_class(annotation: ast.expr) -> bool:
    return "ClassVar" in ast.unparse(annotation)


def _info(default: Value | None, kind: Value) -> FieldInfo:
    infos = [default, *(kind.metadata if isinstance(kind, AnnotatedType) else ())]
    return next((info for info in infos if isinstance(info, FieldInfo)), FieldInfo())


def _root_type(types: Mapping[ClassValue, Types], declared: Field | None) -> Value | None:
    for cls, own in types.items():
        for node in cls.node.bases:
            base = type_of(cls, node, own)
            if isinstance(base, OneThing):
                return base.type if declared is None else declared.type
    return None


# Settings


def setting(cls: ClassValue, name: str, site: Site) -> Value | None:
    """A setting of a schema, from wherever it is inherited; None where nobody has set it."""
    for ancestor in cls.lineage:
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


def reads_attributes(cls: ClassValue, site: Site) -> bool:
    """Whether a schema says of itself that it may be made from any object."""
    for name in ("from_attributes", "orm_mode"):
        value = setting(cls, name, site)
        if value is not None:
            return value == TRUE
    return any(getattr(root, "from_attributes", False) for root in cls.roots)


def default_of(cls: ClassValue, name: str, member: Value, site: Site) -> Value:
    """What an unfilled field of a schema or of settings holds: nobody knows, where a function of
    the project has a say in it."""
    if any(each.fields is None or each.is_about(name) for each in _validators(cls)):
        return UNKNOWN
    if cls.member("model_post_init") is not None or _is_checked(cls, name):
        return UNKNOWN
    # A default of None is what the environment is asked for.
    if isinstance(member, FieldInfo) and isinstance(member.default, Constant):
        return member if member.default == NONE else member.default
    return member


def _is_checked(cls: ClassValue, name: str) -> bool:
    """Whether a validator stands in the annotation of a field."""
    declared = cls.annotation(name)
    kind = UNKNOWN if declared is None else type_of(*declared, {})
    return isinstance(kind, AnnotatedType) and any(
        isinstance(each, Validator) for each in kind.metadata
    )


def field(arguments: Arguments, site: Site) -> Value:
    """`Field("default", alias=…)`"""
    return replace(_named(arguments), default=arguments.get(0, "default") or UNKNOWN)


def _named(arguments: Arguments) -> FieldInfo:
    alias = arguments.keywords.get("validation_alias") or arguments.keywords.get("alias")
    if alias is None or alias == NONE:
        return FieldInfo(None if arguments.open_ended else ())
    if isinstance(alias, Tuple):
        names = [name.value for name in alias.items if isinstance(name, Constant)]
        known = tuple(name for name in names if isinstance(name, str))
        return FieldInfo(known if len(known) == len(alias.items) else None)
    name = alias.value if isinstance(alias, Constant) else None
    return FieldInfo((name,) if isinstance(name, str) else None)


def alias_choices(arguments: Arguments, site: Site) -> Value:
    """`AliasChoices("articles", "posts")`"""
    return Tuple(tuple(arguments.positional))
