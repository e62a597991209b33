"""What a mapping is: the columns and relationships of a class, by the names of its attributes.

Source: SQLAlchemy's "ORM Mapped Class Configuration" and "Relationship Configuration".
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import field
from functools import cached_property

from flake8_greenlet.events import Kind
from flake8_greenlet.interpreter.classes import ClassMethod, ClassValue, Property
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    ColumnDef,
    Descriptor,
    RelationshipDef,
)
from flake8_greenlet.libraries.sqlalchemy.mapper_args import NO_ARGUMENTS, MapperArgs
from flake8_greenlet.records import dataclass, replace

EAGER_LAZY = frozenset({"joined", "selectin", "subquery", "immediate"})
LAZY_LAZY = frozenset({"select", "raise", "raise_on_sql"})
NEVER_LOADED = frozenset({"dynamic", "write_only"})


@dataclass(frozen=True)
class Column:
    """A mapped column."""

    name: str
    definition: ColumnDef

    kind = Kind.COLUMN


@dataclass(frozen=True, eq=False)
class Relationship:
    """A mapped relationship; its target is looked up when it is needed."""

    name: str
    definition: RelationshipDef
    owner: MappedClass
    _target: Callable[[], MappedClass | None]
    annotated_collection: bool | None

    @cached_property
    def target(self) -> MappedClass | None:
        """The class at the other end, None when nobody can tell."""
        return self._target()

    @property
    def lazy(self) -> str:
        return self.definition.lazy

    @property
    def is_large(self) -> bool:
        """Whether it is a collection that is asked for its members and never loaded."""
        return self.definition.lazy in NEVER_LOADED

    @property
    def is_upward(self) -> bool:
        """Whether it is a many-to-one to its own class, which does not say how far to go on: a
        refresh by name takes it from the identity map, and asks for nothing."""
        goes_on = self.definition.join_depth
        return bool(self.is_many_to_one and self.target is self.owner and not goes_on)

    def may_cascade(self, operation: str) -> bool:
        """Whether an operation on an object goes on, or may go on, to what this leads to."""
        cascade = self.definition.cascade
        return cascade is None or operation in cascade

    @cached_property
    def is_many_to_one(self) -> bool | None:
        """Whether the foreign key is on this side, so that the identity map may answer."""
        if self.definition.secondary or self.is_large:
            return False
        if self.annotated_collection or self.definition.uselist:
            return False
        own, theirs = self._foreign_keys()
        if self.target is not None and self.target is self.owner:
            return self.definition.remote_side
        if own and not theirs:
            return True
        if theirs and not own:
            return False
        return None

    @cached_property
    def may_be_found_by_key(self) -> bool:
        """Whether the identity map may answer: it knows rows by their primary key, and a foreign
        key may lead to some other column, such as one that is unique."""
        if self.target is None or self.definition.primaryjoin:
            return self.is_many_to_one is not False
        columns = self.foreign_key_columns()
        elsewhere = columns and all(map(self.target.mapping.leads_beside_key, columns))
        return self.is_many_to_one is not False and not elsewhere

    @property
    def writes_key_of_target(self) -> bool:
        """Whether a flush copies the key of what this leads to, into the object's own row or into
        one of an association table."""
        if self.definition.is_view:
            return False
        return self.definition.secondary or self.is_many_to_one is True

    def _foreign_keys(self) -> tuple[bool, bool]:
        mapping = self.owner.mapping
        target = self.target
        if target is None:
            return mapping.has_foreign_key_named(self.name), False
        return (
            mapping.has_foreign_key_to(target.mapping.tables),
            target.mapping.has_foreign_key_to(mapping.tables),
        )

    def foreign_key_columns(self) -> list[Column]:
        """The columns of this side that may hold the key of a many-to-one."""
        tables = frozenset() if self.target is None else self.target.mapping.tables
        return [
            column
            for column in self.owner.mapping.columns
            if column.definition.foreign_key in tables or column.name == f"{self.name}_id"
        ]

    def back_reference(self, target: MappedClass | None = None) -> Relationship | None:
        """The other side of the relationship, in its target or in a given subclass of that."""
        target = target or self.target
        if target is None:
            return None
        back = target.mapping.attributes.get(self.definition.back_populates or "")
        return back if isinstance(back, Relationship) else None

    def foreign_keys_of_target(self) -> list[Column]:
        """The columns of the other side that may hold the key of this one."""
        columns = (
            [] if self.target is None or self.definition.secondary else self.target.mapping.columns
        )
        return [c for c in columns if c.definition.foreign_key in self.owner.mapping.tables]

    @cached_property
    def is_collection(self) -> bool | None:
        """Whether it holds many; None when nobody can tell."""
        if self.is_large:
            return True
        if self.definition.uselist is not None:
            return self.definition.uselist
        if self.annotated_collection is not None:
            return self.annotated_collection
        if self.definition.secondary:
            return True
        many_to_one = self.is_many_to_one
        return None if many_to_one is None else not many_to_one

    @property
    def kind(self) -> Kind:
        if self.is_collection is None:
            return Kind.RELATIONSHIP
        return Kind.COLLECTION if self.is_collection else Kind.SCALAR


@dataclass(frozen=True)
class Unclear:
    """A mapped attribute about which nothing is known."""

    name: str

    kind = Kind.COLUMN


@dataclass(frozen=True)
class Composite:
    """An attribute that is made of columns, known by the names of their attributes."""

    name: str
    columns: tuple[str, ...]

    kind = Kind.COLUMN


@dataclass(frozen=True)
class AssociationProxy:
    """An attribute of what a relationship leads to."""

    name: str
    target: str
    attribute: str
    owner: MappedClass

    kind = Kind.COLUMN

    @property
    def is_collection(self) -> bool | None:
        """Whether it holds many; None when nobody can tell."""
        relation = self.owner.mapping.attributes.get(self.target)
        return relation.is_collection if isinstance(relation, Relationship) else None


Attribute = Column | Relationship | Unclear | Composite | AssociationProxy


@dataclass(eq=False)
class Mapping:
    """The mapped attributes of one class, inherited ones included."""

    cls: MappedClass
    attributes: dict[str, Attribute] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    is_complete: bool = True
    has_awaitable_attrs: bool | None = False
    eager_defaults: bool | None = None
    arguments: MapperArgs = NO_ARGUMENTS
    validators: dict[str, Value] = field(default_factory=dict)
    """The functions that an assignment to an attribute runs."""
    listened: frozenset[str] = frozenset()
    """The attributes whose change somebody listens to (`listeners.listened`)."""

    def has_foreign_key_to(self, tables: frozenset[str]) -> bool:
        return any(
            column.definition.foreign_key in tables
            for column in self.columns
            if column.definition.foreign_key
        )

    def leads_beside_key(self, foreign_key: Column) -> bool:
        """Whether a foreign key leads to a column that surely is no part of the primary key."""
        columns = {c.definition.name or c.name: c.definition for c in self.columns}
        column = columns.get(foreign_key.definition.foreign_column or "")
        has_key = any(one.primary_key for one in columns.values())
        return has_key and column is not None and not column.primary_key

    def has_foreign_key_named(self, relationship: str) -> bool:
        """A column `author_id` with a foreign key makes `author` a many-to-one."""
        column = self.attributes.get(f"{relationship}_id")
        return isinstance(column, Column) and column.definition.has_foreign_key

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(a for a in self.attributes.values() if isinstance(a, Column))

    @property
    def primary_key(self) -> Column | None:
        """The one column of a primary key that has only one."""
        columns = [c for c in self.columns if c.definition.primary_key]
        return columns[0] if len(columns) == 1 else None

    @cached_property
    def relationships(self) -> tuple[Relationship, ...]:
        return tuple(a for a in self.attributes.values() if isinstance(a, Relationship))


ALL = "*"
"""Among subclasses: all that there are."""
Classes = frozenset["MappedClass | str"]


@dataclass(frozen=True)
class ClassAttribute(Value):
    """`User.posts` on the class: what queries and loader options are made of."""

    cls: MappedClass
    name: str
    alias: object = None
    """Which alias of the class it was read on."""
    target: MappedClass | Alias | None = None
    """`of_type(…)`: what stands at the other end of the relationship."""

    @property
    def attribute(self) -> Attribute | None:
        return self.cls.mapping.attributes.get(self.name)

    def get(self, name: str, site: Site) -> Value:
        if name == "and_":
            return Builtin(name, lambda arguments, where: self)
        if name == "of_type":
            return Builtin(name, lambda arguments, where: self._of_type(arguments.first()))
        if name == "is_":
            # As good as `==`.
            equals = ast.Eq()
            return Builtin(
                name,
                lambda arguments, where: self.compare(equals, arguments.first() or UNKNOWN, where),
            )
        if name in ("property", "key", "class_", "type", "expression", "table", "columns"):
            return UNKNOWN
        return SqlExpression(is_orm=True)

    def compare(self, operator: ast.cmpop, other: Value, site: Site) -> Value:
        other.operand(site)
        return (
            Equality(True, True, self, other)
            if isinstance(operator, ast.Eq)
            else SqlExpression(is_orm=True)
        )

    def _of_type(self, target: Value | None) -> Value:
        return replace(self, target=target) if isinstance(target, (MappedClass, Alias)) else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return None


@dataclass(frozen=True)
class Alias(Value):
    """`aliased(User)`, `with_polymorphic(Employee, […])`: a class under a name of its own."""

    cls: MappedClass
    symbol: object
    """What tells it from the other aliases of the class."""
    subclasses: Classes | None = None
    """Those whose tables are joined; None for what the mapping says."""
    name: str | None = None

    def get(self, name: str, site: Site) -> Value:
        if name in self.cls.mapping.attributes:
            return ClassAttribute(self.cls, self.cls.mapping.attributes[name].name, self.symbol)
        for each in self.subclasses or ():
            if isinstance(each, MappedClass) and each.name == name:
                return replace(self, cls=each)
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


@dataclass(frozen=True)
class SqlExpression(Value):
    """Something that only the database can work out, such as `func.now()` or `User.n + 1`.

    `evaluable` is what a bulk UPDATE can work out in Python all the same.
    """

    evaluable: bool = False
    is_orm: bool = False
    """Whether a mapped class is part of it."""

    def get(self, name: str, site: Site) -> Value:
        return self

    def call(self, arguments: Arguments, site: Site) -> Value:
        if self.is_orm:
            return self
        return SqlExpression(self.evaluable, any(map(is_orm, arguments.values())))

    def item(self, key: Value, site: Site) -> Value:
        return self


def is_orm(value: Value) -> bool:
    """Whether a mapped class is part of what a statement is made of: `func.count(Post.id)`."""
    if isinstance(value, SqlExpression):
        return value.is_orm
    return isinstance(value, (Alias, ClassAttribute, MappedClass))


@dataclass(frozen=True)
class Equality(SqlExpression):
    """`User.id == user_id`, from which a statement learns which row it selects."""

    attribute: ClassAttribute | None = None
    value: Value = UNKNOWN


class MappedClass(Value):
    """A mapped class of the project."""

    def __init__(self, project_class: ClassValue) -> None:
        self.project_class = project_class

    @property
    def name(self) -> str:
        return self.project_class.name

    def __repr__(self) -> str:
        return f"<mapped {self.name}>"

    @cached_property
    def mapping(self) -> Mapping:
        from flake8_greenlet.libraries.sqlalchemy.class_bodies import read_mapping

        return read_mapping(self)

    def is_related(self, other: MappedClass) -> bool:
        """Whether one of the two may be an instance of the other."""
        return (
            other.project_class in self.project_class.lineage
            or self.project_class in other.project_class.lineage
        )

    def get(self, name: str, site: Site) -> Value:
        if name in self.mapping.attributes:
            return ClassAttribute(self, self.mapping.attributes[name].name)
        if name in ("__table__", "__mapper__"):
            from flake8_greenlet.libraries.sqlalchemy.mappers import MapperView, TableView

            return TableView(self) if name == "__table__" else MapperView(self)
        member = self.project_class.member(name) or self.project_class.from_outside(name, site)
        if isinstance(member, FunctionValue):
            return member
        if isinstance(member, ClassMethod):
            return BoundMethod(member.function, self)
        if isinstance(member, Property):
            return SqlExpression()
        if member is None or isinstance(member, Descriptor):
            return UNKNOWN
        return self.project_class.get(name, site)

    def set(self, name: str, value: Value, site: Site) -> None:
        self.project_class.set(name, value, site)

    def call(self, arguments: Arguments, site: Site) -> Value:
        from flake8_greenlet.libraries.sqlalchemy.instances import construct

        return construct(self, arguments, site)

    def made(self, site: Site) -> Value | None:
        from flake8_greenlet.libraries.sqlalchemy.instances import unknown_instance

        return unknown_instance(self, site)

    def item(self, key: Value, site: Site) -> Value:
        return self

    def truth(self, site: Site) -> bool | None:
        return True
