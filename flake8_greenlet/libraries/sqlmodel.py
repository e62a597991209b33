"""What SQLModel's names mean: most are SQLAlchemy's."""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import ClassMethod, Instance, Property
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.values import (
    NONE,
    NOTHING,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
)
from flake8_greenlet.libraries import encoding, pydantic, sqlalchemy
from flake8_greenlet.libraries.sqlalchemy.constructors import (
    make_column,
    make_foreign_key,
    make_relationship,
)
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    ColumnDef,
    DeclarativeRoot,
    ForeignKeyTo,
)
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance, construct
from flake8_greenlet.libraries.sqlalchemy.mapping import Attribute, MappedClass, Relationship
from flake8_greenlet.records import replace


def _field(arguments: Arguments, site: Site) -> Value:
    """`Field(…)` of a table model: a column."""
    column = arguments.keywords.get("sa_column")
    if isinstance(column, ColumnDef):
        return column
    key = arguments.keywords.get("foreign_key")
    leads_to = make_foreign_key(Arguments([] if key is None else [key]), site)
    assert isinstance(leads_to, ForeignKeyTo)
    return replace(
        _configured(arguments.keywords.get("sa_column_kwargs"), site),
        foreign_key=leads_to.table,
        foreign_column=leads_to.column,
        has_foreign_key=key is not None,
        primary_key=arguments.keywords.get("primary_key") == TRUE,
        unique=arguments.keywords.get("unique") == TRUE,
    )


def _configured(more: Value | None, site: Site) -> ColumnDef:
    """The column that `sa_column_kwargs` describes."""
    known, complete = more.keywords(site) if isinstance(more, Dict) else ({}, more is None)
    column = make_column(Arguments([], known), site)
    if complete and isinstance(column, ColumnDef):
        return column
    return ColumnDef(onupdate=None, server_default=None)


def _validate(arguments: Arguments, site: Site) -> Value:
    """`User.model_validate(data, update={…})`: a new object.

    Its columns are those of the data, as far as these have them.  So are its relationships, but
    only if the data are an object: what a dictionary has of them is dropped.
    """
    cls, *rest = arguments.positional
    source = rest[0] if rest else arguments.keywords.get("obj", UNKNOWN)
    update = arguments.keywords.get("update", NONE)
    if not isinstance(cls, MappedClass):
        return pydantic.validated(arguments, site)
    known = isinstance(source, _SOURCES) and (update == NONE or isinstance(update, Dict))
    made = construct(cls, Arguments(open_ended=not known), site)
    for attribute in cls.mapping.attributes.values() if known else ():
        value = _field_of(source, attribute, site)
        if isinstance(update, Dict) and not _is_dropped(source, attribute):
            value = _entry(update, attribute.name, site) or value
        if value is not None:
            made.set(attribute.name, value, site)
    return made


_SOURCES = (Dict, Instance, MappedInstance)


def _is_dropped(source: Value, attribute: Attribute) -> bool:
    return isinstance(source, Dict) and isinstance(attribute, Relationship)


def _field_of(source: Value, attribute: Attribute, site: Site) -> Value | None:
    """What an object is given for an attribute; None for nothing at all."""
    name = attribute.name
    if isinstance(source, Dict):
        return None if _is_dropped(source, attribute) else _entry(source, name, site)
    if isinstance(source, MappedInstance):
        return source.get(name, site) if name in source.cls.mapping.attributes else None
    has_it = isinstance(source, Instance) and source.cls.annotation(name) is not None
    return source.get(name, site) if has_it else None


def _entry(source: Dict, name: str, site: Site) -> Value | None:
    entries = source.entries(site)
    found = entries.known.get(Constant(name).identity(), entries.rest)
    return None if found is NOTHING else found


class _Root(DeclarativeRoot):
    """`SQLModel`: without a table, it is a schema that may be made from any object."""

    from_attributes = True

    def get(self, name: str, site: Site) -> Value:
        return _OF_A_MODEL.get(name) or pydantic.OF_A_SCHEMA.get(name) or super().get(name, site)


def _written_out_by(name: str) -> Property:
    """`user.model_dump()`: what is in the `__dict__` of an object with a table."""

    def write(receiver: Value, site: Site) -> Value:
        encoding.encode(receiver, site, f"{name}()")
        return UNKNOWN

    def bound(arguments: Arguments, site: Site) -> Value:
        receiver = arguments.first() or UNKNOWN
        return Builtin(name, lambda given, where: write(receiver, where))

    return Property(Builtin(name, bound))


_OF_A_MODEL: dict[str, Value] = {
    **{
        name: ClassMethod(Builtin(name, _validate))
        for name in ("from_orm", "model_validate", "parse_obj")
    },
    **{name: _written_out_by(name) for name in ("dict", "json", "model_dump", "model_dump_json")},
}

_NAMES: dict[str, Value] = {
    "Field": Builtin("Field", _field),
    "Relationship": Builtin("Relationship", make_relationship),
    "SQLModel": _Root("SQLModel", maps=False),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `sqlmodel`."""
    root, _, rest = qualified.partition(".")
    if root != "sqlmodel" or not rest:
        return None
    name = rest.rpartition(".")[2]
    return _NAMES.get(name) or sqlalchemy.NAMES.get(name)
