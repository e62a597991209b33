"""What `__mapper_args__` says of a class.

Source: SQLAlchemy's "Mapping Class Inheritance Hierarchies" and "Configuring mapper arguments".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.classes import ClassValue
from flake8_greenlet.interpreter.containers import Dict, Entries
from flake8_greenlet.interpreter.values import FALSE, NOTHING, Constant, Value
from flake8_greenlet.libraries.sqlalchemy.definitions import ColumnDef
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class MapperArgs:
    """The arguments of one class; an argument that is not given is None."""

    polymorphic_on: str | None = None
    """The name of the attribute that tells the class of a row."""
    identity: Value | None = None
    """What that attribute is for the rows of this class."""
    load: str | None = None
    """`polymorphic_load`"""
    loads_all: bool | None = False
    """Whether a query of the class brings the columns of all subclasses; None for some."""
    is_plain: bool = True
    """Whether all of them could be read, and nothing is left to a table of its own."""


NO_ARGUMENTS = MapperArgs()
UNCLEAR = MapperArgs(is_plain=False)


def _entries_of(value: Value | None, cls: ClassValue) -> Entries | None:
    """The entries of a `__mapper_args__` of this class; None when it is no plain dict."""
    entries = cls.world.origin.get(value.address) if isinstance(value, Dict) else None
    return entries if isinstance(entries, Entries) else None


def read_mapper_args(cls: ClassValue) -> MapperArgs:
    """The arguments that stand in the body of a class: they are not inherited."""
    value = cls.own("__mapper_args__")
    if value is None:
        return NO_ARGUMENTS
    entries = _entries_of(value, cls)
    if entries is None or entries.rest is not NOTHING:
        return UNCLEAR

    def given(name: str) -> Value | None:
        return entries.known.get(Constant(name).identity())

    if given("concrete") not in (None, FALSE):
        return UNCLEAR
    load, everything = given("polymorphic_load"), given("with_polymorphic")
    return MapperArgs(
        polymorphic_on=_attribute_name(cls, given("polymorphic_on")),
        identity=given("polymorphic_identity"),
        load=load.value if isinstance(load, Constant) and isinstance(load.value, str) else None,
        loads_all=False if everything is None else everything == Constant("*") or None,
        is_plain=load is None or isinstance(load, Constant),
    )


def _attribute_name(cls: ClassValue, given: Value | None) -> str | None:
    """`polymorphic_on` is the name of an attribute, or the column that stands in the body."""
    if isinstance(given, Constant):
        return given.value if isinstance(given.value, str) else None
    if not isinstance(given, ColumnDef):
        return None
    return next((name for name in cls.bindings if cls.own(name) is given), given.name)
