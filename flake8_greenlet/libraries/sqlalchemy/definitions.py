"""What stands in a class body: columns, relationships and their kin, as they were configured.

Source: SQLAlchemy's "ORM Mapped Class Configuration" and "Relationship Configuration".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.values import UNKNOWN, Constant, Known, Opaque, Site, Value
from flake8_greenlet.libraries.sqlalchemy.coroutines import spelled
from flake8_greenlet.records import dataclass

UNKNOWN_LAZY = "?"


class Descriptor(Value):
    """The value of `mapped_column(…)`, `relationship(…)` and their kin in a class body."""

    __slots__ = ()


@dataclass(frozen=True)
class ForeignKeyTo(Value):
    """`ForeignKey("users.id")`: the table it leads to, and the column, as far as it is text."""

    table: str | None
    column: str | None = None


@dataclass(frozen=True)
class FieldOptions:
    """What an attribute says of itself as the field of a mapped dataclass."""

    init: bool = True
    repr: bool = True
    compare: bool = True


@dataclass(frozen=True)
class ColumnDef(Descriptor):
    """A column: what of it matters to when its value is there."""

    deferred: bool | None = False
    group: str | None = None
    """The group of deferred columns that are loaded together."""
    raiseload: bool = False
    """Where it is deferred, reading it is an error of its own."""
    foreign_key: str | None = None
    """The table that its foreign key leads to."""
    foreign_column: str | None = None
    """The name of that column in the database."""
    has_foreign_key: bool = False
    primary_key: bool = False
    nullable: bool | None = None
    """Whether it may be NULL; None where its own definition does not say so."""
    unique: bool = False
    has_default: bool = False
    """Whether an INSERT gives it something, where nobody has."""
    server_default: bool | None = False
    onupdate: bool | None = False
    """Whether UPDATE sets it to what only the database knows; None when nobody can tell."""
    expression: bool = False
    """A `column_property`: every flush of the object expires it."""
    active_history: bool = False
    """An assignment reads what it replaces."""
    name: str | None = None
    """The column's name, where it is given."""
    key: str | None = None
    """What its table, and a mapping of that, knows it by instead."""
    table: str | None = None
    """The table that it was made a part of, by `Table(…)`."""
    field: FieldOptions = FieldOptions()


@dataclass(frozen=True)
class RelationshipDef(Descriptor):
    """A relationship as it was configured."""

    argument: Value | None = None
    lazy: str = "select"
    uselist: bool | None = None
    back_populates: str | None = None
    secondary: bool = False
    remote_side: bool = False
    primaryjoin: bool = False
    join_depth: bool = False
    cascade: frozenset[str] | None = frozenset({"save-update", "merge"})
    """Which operations on an object go on to what this leads to; None when nobody can tell."""
    passive_deletes: bool = False
    """Whether a flush may leave what this leads to, where it is not there, to the database."""
    backref: BackReference | None = None
    has_default: bool = False
    """A dataclass field that its constructor fills."""
    field: FieldOptions = FieldOptions()

    @property
    def is_view(self) -> bool:
        """`viewonly=True`: no flush looks at it."""
        return self.cascade == frozenset()


@dataclass(frozen=True)
class BackReference(Value):
    """`backref="posts"`, `backref=backref("posts", lazy="selectin")`"""

    name: str
    definition: RelationshipDef


@dataclass(frozen=True)
class OpaqueDef(Descriptor):
    """An attribute that is mapped, but of which nothing is known."""


@dataclass(frozen=True)
class SynonymDef(Descriptor):
    """`synonym("name")`"""

    target: str


@dataclass(frozen=True)
class CompositeDef(Descriptor):
    """`composite(Point, x, y)`: columns, or the names of attributes."""

    parts: tuple[Value, ...]


@dataclass(frozen=True)
class ProxyDef(Descriptor):
    """`association_proxy("target", "attribute")`"""

    target: str
    attribute: str


@dataclass(frozen=True)
class Validator(Value):
    """A function under `@validates("name", …)`"""

    names: tuple[str, ...]
    function: Value


class TableDef(Opaque):
    """`Table("users", metadata, Column(…), …)`: in a statement nobody knows what comes of it."""

    __slots__ = ("columns", "name")

    def __init__(self, symbol: object, name: str | None, columns: dict[str, ColumnDef]) -> None:
        super().__init__(symbol)
        self.name = name
        self.columns = columns
        """The columns that are written down, by their keys."""

    def get(self, name: str, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy.facades import sync_only

        if name in ("create", "drop"):
            return sync_only(name, f"{spelled(site, 'table')}.{name}")
        below = super().get(name, site)
        return TableColumns(below, self.columns) if name in ("c", "columns") else below


class TableColumns(Opaque):
    """`users.c`"""

    __slots__ = ("columns",)

    def __init__(self, unknown: Value, columns: dict[str, ColumnDef]) -> None:
        super().__init__(unknown)
        self.columns = columns

    def get(self, name: str, site: Site) -> Value:
        return self.columns.get(name) or super().get(name, site)

    def item(self, key: Value, site: Site) -> Value:
        name = key.value if isinstance(key, Constant) else None
        return self.columns.get(str(name)) or super().item(key, site)


@dataclass(frozen=True)
class MappedType(Value):
    """`Mapped[X]` and its kin as an annotation."""

    inner: Value
    lazy: str | None = None


@dataclass(frozen=True)
class DeclaredAttr(Descriptor):
    """A function under `@declared_attr`."""

    function: Value


class Registry(Known):
    """`registry()`, `Base.registry`: of what it has, bases and metadata are explained."""

    def get(self, name: str, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy import NAMES
        from flake8_greenlet.libraries.sqlalchemy.facades import METADATA

        if name == "generate_base":
            return NAMES["declarative_base"]
        return METADATA if name == "metadata" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class DeclarativeRoot(Value):
    """A class of a library from which declarative bases are made, such as `DeclarativeBase`.

    `name` is its public name; `maps` tells whether its subclasses are mapped by themselves.
    """

    name: str
    maps: bool = True
    awaitable_attrs: bool = False

    def get(self, name: str, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy.facades import METADATA

        if name == "registry":
            return Registry()
        return METADATA if name == "metadata" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


def is_sqlmodel(root: Value) -> bool:
    return isinstance(root, DeclarativeRoot) and root.name == "SQLModel"
