"""Tables and mappers, as far as they tell the names of a class's columns and relationships.

Source: SQLAlchemy's "Describing Databases with MetaData" and "Runtime Inspection API".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import MAX_ITEMS, Enumerable, Sequence, Tuple
from flake8_greenlet.interpreter.values import UNKNOWN, Builtin, Constant, Opaque, Site, Value
from flake8_greenlet.libraries.sqlalchemy.mapping import Attribute, Column, MappedClass
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class SomeName(Value):
    """One of these names; nobody knows which."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Named(Value):
    """A column of a table, or an attribute of a mapper."""

    key: Value
    name: Value

    def get(self, name: str, site: Site) -> Value:
        return {"key": self.key, "name": self.name}.get(name, UNKNOWN)


@dataclass(frozen=True)
class NamedCollection(Enumerable):
    """`User.__table__.columns`, `inspect(User).column_attrs`: what it holds is known by name.

    `keys` are those of the collection, `names` those of what it holds.
    """

    keys: tuple[str, ...]
    names: tuple[str, ...]

    def members(self, site: Site) -> tuple[Value, ...]:
        return tuple(Named(Constant(name), Constant(name)) for name in self.names)

    def element(self, site: Site) -> Value | None:
        return Named(SomeName(self.names), SomeName(self.names)) if self.names else None

    def contains(self, item: Value, site: Site) -> Value:
        return Constant(item.value in self.keys) if isinstance(item, Constant) else UNKNOWN

    def item(self, key: Value, site: Site) -> Value:
        return Named(key, key) if isinstance(key, Constant) else UNKNOWN

    def get(self, name: str, site: Site) -> Value:
        if name == "keys":
            return Builtin(name, lambda arguments, where: self._keys(where))
        if name == "values":
            return Builtin(name, lambda arguments, where: self)
        if name == "items":
            return Builtin(name, lambda arguments, where: self._items(where))
        return Named(Constant(name), Constant(name)) if name in self.keys else UNKNOWN

    def _keys(self, site: Site) -> Value:
        if len(self.keys) <= MAX_ITEMS:
            return Tuple(tuple(map(Constant, self.keys)))
        return Sequence.of_each(SomeName(self.keys), site)

    def _items(self, site: Site) -> Value:
        if len(self.keys) <= MAX_ITEMS:
            return Tuple(
                tuple(
                    Tuple((Constant(key), member))
                    for key, member in zip(self.keys, self.members(site))
                )
            )
        element = self.element(site) or UNKNOWN
        return Sequence.of_each(Tuple((SomeName(self.keys), element)), site)


class TableView(Opaque):
    """`User.__table__`: in a statement nobody knows what comes of it."""

    __slots__ = ("cls",)

    def __init__(self, cls: MappedClass) -> None:
        super().__init__(("table", cls))
        self.cls = cls

    def get(self, name: str, site: Site) -> Value:
        if name in ("columns", "c") and len(self.cls.mapping.tables) < 2:
            names = _column_names(self.cls)
            return NamedCollection(names, names)
        return super().get(name, site)


class MapperView(Opaque):
    """`inspect(User)`, `User.__mapper__`"""

    __slots__ = ("cls",)

    def __init__(self, cls: MappedClass) -> None:
        super().__init__(("mapper", cls))
        self.cls = cls

    def get(self, name: str, site: Site) -> Value:
        mapping = self.cls.mapping
        if name == "class_":
            return self.cls
        if name == "mapper":
            return self
        if name in ("columns", "c"):
            return NamedCollection(_keys(_table_columns(self.cls)), _column_names(self.cls))
        attributes: dict[str, list[Attribute]] = {
            "attrs": list(mapping.attributes.values()),
            "column_attrs": list(mapping.columns),
            "relationships": list(mapping.relationships),
        }
        if name in attributes:
            names = _keys(attributes[name])
            return NamedCollection(names, names)
        return super().get(name, site)


def _table_columns(cls: MappedClass) -> list[Column]:
    return [column for column in cls.mapping.columns if not column.definition.expression]


def _column_names(cls: MappedClass) -> tuple[str, ...]:
    """The names that the columns have in the table."""
    names = [column.definition.name or column.name for column in _table_columns(cls)]
    return tuple(dict.fromkeys(names))


def _keys(attributes: list[Column] | list[Attribute]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(attribute.name for attribute in attributes))
