"""From a class body to its mapped attributes.

Source: SQLAlchemy's "ORM Mapped Class Configuration" and "Relationship Configuration".
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from flake8_greenlet.events import Kind
from flake8_greenlet.interpreter.classes import ClassMethod, ClassScope, ClassValue, Property
from flake8_greenlet.interpreter.code import parse_expression
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.functions import BoundMethod, FunctionValue
from flake8_greenlet.interpreter.types import CollectionType, MappingType, UnionType
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Constant,
    Opaque,
    Site,
    Value,
)

UNKNOWN_LAZY = "?"
EAGER_LAZY = frozenset({"joined", "selectin", "subquery", "immediate"})
LAZY_LAZY = frozenset({"select", "raise", "raise_on_sql"})


# What the constructors of mapped attributes make


class Descriptor(Value):
    """The value of `mapped_column(…)`, `relationship(…)` and their kin in a class body."""

    __slots__ = ()


@dataclass(frozen=True)
class ForeignKeyTo(Value):
    """`ForeignKey("users.id")`: the table it leads to."""

    table: str | None


@dataclass(frozen=True)
class ColumnDef(Descriptor):
    """A column: what of it matters to when its value is there."""

    deferred: bool | None = False
    foreign_key: str | None = None
    has_foreign_key: bool = False
    primary_key: bool = False
    server_default: bool | None = False
    onupdate: bool | None = False
    """Whether UPDATE sets it to what only the database knows; None when nobody can tell."""
    expression: bool = False
    """A `column_property`: every flush of the object expires it."""


@dataclass(frozen=True)
class RelationshipDef(Descriptor):
    """A relationship as it was configured."""

    argument: Value | None = None
    lazy: str = "select"
    uselist: bool | None = None
    back_populates: str | None = None
    secondary: bool = False
    remote_side: bool = False
    join_depth: bool = False
    backref: str | None = None
    has_default: bool = False
    """A dataclass field that its constructor fills."""


@dataclass(frozen=True)
class OpaqueDef(Descriptor):
    """An attribute that is mapped, but of which nothing is known: a synonym, a composite."""


@dataclass(frozen=True)
class MappedType(Value):
    """`Mapped[X]` and its kin as an annotation."""

    inner: Value
    lazy: str | None = None


@dataclass(frozen=True)
class DeclaredAttr(Descriptor):
    """A function under `@declared_attr`."""

    function: Value


# Mapped attributes


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

    @cached_property
    def is_many_to_one(self) -> bool | None:
        """Whether the foreign key is on this side, so that the identity map may answer."""
        if self.definition.secondary:
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
            for column in self.owner.mapping.columns()
            if column.definition.foreign_key in tables or column.name == f"{self.name}_id"
        ]

    @cached_property
    def is_collection(self) -> bool | None:
        """Whether it holds many; None when nobody can tell."""
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


Attribute = Column | Relationship | Unclear


@dataclass(eq=False)
class Mapping:
    """The mapped attributes of one class, inherited ones included."""

    cls: MappedClass
    attributes: dict[str, Attribute] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    is_complete: bool = True
    has_awaitable_attrs: bool | None = False
    eager_defaults: bool | None = None

    def has_foreign_key_to(self, tables: frozenset[str]) -> bool:
        return any(
            column.definition.foreign_key in tables
            for column in self.columns()
            if column.definition.foreign_key
        )

    def has_foreign_key_named(self, relationship: str) -> bool:
        """A column `author_id` with a foreign key makes `author` a many-to-one."""
        column = self.attributes.get(f"{relationship}_id")
        return isinstance(column, Column) and column.definition.has_foreign_key

    def columns(self) -> list[Column]:
        return [a for a in self.attributes.values() if isinstance(a, Column)]

    def relationships(self) -> list[Relationship]:
        return [a for a in self.attributes.values() if isinstance(a, Relationship)]


@dataclass(frozen=True)
class ClassAttribute(Value):
    """`User.posts` on the class: what queries and loader options are made of."""

    cls: MappedClass
    name: str

    @property
    def attribute(self) -> Attribute | None:
        return self.cls.mapping.attributes.get(self.name)

    def get(self, name: str, site: Site) -> Value:
        if name in ("and_", "of_type"):
            return BoundMethod(_SameAttribute(), self)
        if name in ("property", "key", "class_", "type", "expression", "table", "columns"):
            return UNKNOWN
        return SqlExpression()

    def truth(self, site: Site) -> bool | None:
        return None


class _SameAttribute(Value):
    """`User.posts.and_(…)`, `User.posts.of_type(…)`: still the same path of a loader option."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        return arguments.positional[0] if arguments.positional else UNKNOWN


@dataclass(frozen=True)
class SqlExpression(Value):
    """Something that only the database can work out, such as `func.now()` or `User.n + 1`."""

    def get(self, name: str, site: Site) -> Value:
        return self

    def call(self, arguments: Arguments, site: Site) -> Value:
        return self

    def item(self, key: Value, site: Site) -> Value:
        return self


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
        return read_mapping(self)

    def is_related(self, other: MappedClass) -> bool:
        """Whether one of the two may be an instance of the other."""
        return (
            other.project_class in self.project_class.lineage
            or self.project_class in other.project_class.lineage
        )

    def get(self, name: str, site: Site) -> Value:
        if name in self.mapping.attributes:
            return ClassAttribute(self, name)
        member = self.project_class.member(name)
        if isinstance(member, FunctionValue):
            return member
        if isinstance(member, ClassMethod):
            return BoundMethod(member.function, self)
        if isinstance(member, Property):
            return SqlExpression()
        if member is None or isinstance(member, Descriptor):
            return UNKNOWN
        return self.project_class.get(name, site)

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


# Reading a class body


def read_mapping(cls: MappedClass) -> Mapping:
    """The mapped attributes of a class, from its body and those of its ancestors."""
    project_class = cls.project_class
    mapping = cls.mapping = Mapping(cls, is_complete=project_class.is_complete)
    tables: set[str] = set()
    for ancestor in reversed(project_class.lineage):
        for name in ancestor.bindings:
            attribute = _read_attribute(cls, ancestor, name)
            if attribute is not None:
                mapping.attributes[name] = attribute
        for name, annotation in ancestor.annotations.items():
            if name not in mapping.attributes and _is_mapped_annotation(ancestor, annotation):
                mapping.attributes[name] = Column(name, ColumnDef())
        table = ancestor.own("__tablename__")
        if isinstance(table, Constant) and isinstance(table.value, str):
            tables.add(table.value)
    if not tables and any(is_sqlmodel(root) for root in project_class.roots):
        tables.add(project_class.name.lower())
    mapping.tables = frozenset(tables)
    for name, relationship in _back_references(cls):
        mapping.attributes.setdefault(name, relationship)
    mapping.has_awaitable_attrs = _has_awaitable_attrs(project_class)
    mapping.eager_defaults = _eager_defaults(project_class)
    return mapping


def _back_references(cls: MappedClass) -> Iterator[tuple[str, Relationship]]:
    """What `relationship("Horse", backref="riders")` of a class nearby makes on this one."""
    world, module = cls.project_class.world, cls.project_class.module
    for node, home in world.classes_nearby(module):
        if not world.facts(node, _mentions_backref):
            continue
        other = world.global_value(home, node.name)
        if not isinstance(other, MappedClass):
            continue
        owner = other.project_class
        for name in owner.bindings:
            value = owner.own(name)
            if not isinstance(value, RelationshipDef) or value.backref is None:
                continue
            if _read_relationship(other, owner, name, value).target is cls:
                yield value.backref, _reverse(cls, other, name, value)


def _mentions_backref(node: ast.AST) -> bool:
    return any(isinstance(n, ast.keyword) and n.arg == "backref" for n in ast.walk(node))


def _reverse(
    cls: MappedClass, other: MappedClass, name: str, forward: RelationshipDef
) -> Relationship:
    definition = RelationshipDef(back_populates=name, secondary=forward.secondary)
    return Relationship(forward.backref or "", definition, cls, lambda: other, None)


def is_sqlmodel(root: Value) -> bool:
    return isinstance(root, DeclarativeRoot) and root.name == "SQLModel"


@dataclass(frozen=True)
class DeclarativeRoot(Value):
    """A class of a library from which declarative bases are made, such as `DeclarativeBase`.

    `name` is its public name; `maps` tells whether its subclasses are mapped by themselves.
    """

    name: str
    maps: bool = True

    def get(self, name: str, site: Site) -> Value:
        return UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


def _has_awaitable_attrs(cls: ClassValue) -> bool | None:
    if any(isinstance(root, DeclarativeRoot) and root.name == "AsyncAttrs" for root in cls.roots):
        return True
    return False if cls.is_complete else None


def _eager_defaults(cls: ClassValue) -> bool | None:
    arguments = cls.member("__mapper_args__")
    if arguments is None:
        return None
    if isinstance(arguments, Dict):
        entries = cls.world.origin.get(arguments.address)
        known = getattr(entries, "known", {})
        value = known.get(Constant("eager_defaults").identity())
        if isinstance(value, Constant) and isinstance(value.value, bool):
            return value.value
    return None


def _is_mapped_annotation(owner: ClassValue, annotation: ast.expr) -> bool:
    """`name: Mapped[str]` without a value is a column; in SQLModel every annotation is."""
    if any(is_sqlmodel(root) for root in owner.roots):
        return True
    return isinstance(owner.world.evaluate_in(owner, annotation), MappedType)


def _read_attribute(cls: MappedClass, owner: ClassValue, name: str) -> Attribute | None:
    if name.startswith("__"):
        return None
    value = owner.own(name)
    if isinstance(value, DeclaredAttr):
        value = _call_declared(cls, owner, value)
    if isinstance(value, ColumnDef):
        return Column(name, value)
    if isinstance(value, RelationshipDef):
        return _read_relationship(cls, owner, name, value)
    if isinstance(value, Descriptor):
        return Unclear(name)
    if isinstance(value, (Opaque, Alternatives)) and name in owner.annotations:
        mapped = owner.world.evaluate_in(owner, owner.annotations[name])
        return Unclear(name) if isinstance(mapped, MappedType) else None
    return None


def _call_declared(cls: MappedClass, owner: ClassValue, declared: DeclaredAttr) -> Value:
    function = declared.function
    if not isinstance(function, FunctionValue):
        return OpaqueDef()

    def call(site: Site) -> Value:
        return function.call(Arguments([cls]), site)

    value = owner.world.statically(owner.module, ClassScope(owner), function.node, call)
    return value if isinstance(value, Descriptor) else OpaqueDef()


def _read_relationship(
    cls: MappedClass, owner: ClassValue, name: str, definition: RelationshipDef
) -> Relationship:
    annotation: Value = UNKNOWN
    lazy = definition.lazy
    if name in owner.annotations:
        annotation = owner.world.evaluate_in(owner, owner.annotations[name])
        if isinstance(annotation, MappedType):
            lazy = annotation.lazy or lazy
            annotation = annotation.inner
        annotation = _unquoted(owner, annotation)
    collection, element = _annotated_shape(owner, annotation)
    if lazy != definition.lazy:
        definition = replace(definition, lazy=lazy)

    def target() -> MappedClass | None:
        for candidate in (definition.argument, element):
            found = None if candidate is None else _as_mapped(owner, candidate)
            if found is not None:
                return found
        return None

    return Relationship(name, definition, cls, target, collection)


def _annotated_shape(owner: ClassValue, annotation: Value) -> tuple[bool | None, Value | None]:
    """Whether an annotation says "many", and of what."""
    if isinstance(annotation, CollectionType):
        return True, annotation.element_type
    if isinstance(annotation, MappingType):
        return True, annotation.value_type
    if isinstance(annotation, UnionType):
        members = [m for m in annotation.members if m != NONE]
        return (False, members[0]) if len(members) == 1 else (None, None)
    if isinstance(annotation, (MappedClass, ClassValue)):
        return False, annotation
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        return False, annotation
    return None, None


def _unquoted(owner: ClassValue, annotation: Value) -> Value:
    if isinstance(annotation, Constant) and isinstance(annotation.value, str):
        text = annotation.value
        node = parse_expression(text)
        return annotation if node is None else owner.world.evaluate_in(owner, node)
    return annotation


def _as_mapped(owner: ClassValue, argument: Value) -> MappedClass | None:
    """The class that a relationship's argument names: itself, in quotes, or by a lambda."""
    if isinstance(argument, MappedClass):
        return argument
    if isinstance(argument, ClassValue):
        adopted = owner.world.as_adopted(argument)
        return adopted if isinstance(adopted, MappedClass) else None
    if isinstance(argument, UnionType):
        members = [m for m in argument.members if m != NONE]
        return _as_mapped(owner, members[0]) if len(members) == 1 else None
    if isinstance(argument, FunctionValue) and isinstance(argument.node, ast.Lambda):
        value = owner.world.evaluate_in(owner, argument.node.body)
        return value if isinstance(value, MappedClass) else None
    if isinstance(argument, Constant) and isinstance(argument.value, str):
        name = argument.value.rpartition(".")[2]
        if not name.isidentifier():
            node = parse_expression(argument.value)
            found = None if node is None else owner.world.evaluate_in(owner, node)
            return found if isinstance(found, MappedClass) else None
        value = owner.world.name(owner.module, name)
        if isinstance(value, MappedClass):
            return value
        return _neighbour(owner, name)
    return None


def _neighbour(owner: ClassValue, name: str) -> MappedClass | None:
    """A class that is named in quotes and not imported: SQLAlchemy's registry knows it by its
    bare name, and it stands most often in a module beside this one."""
    value = owner.world.in_package(owner.module, name)
    return value if isinstance(value, MappedClass) else None


# Constructors


def make_column(arguments: Arguments, site: Site) -> Value:
    """`Column(…)`, `mapped_column(…)`"""
    keys = [value for value in arguments.positional if isinstance(value, ForeignKeyTo)]
    return ColumnDef(
        deferred=_flag(arguments.keywords.get("deferred")),
        foreign_key=keys[0].table if keys else None,
        has_foreign_key=bool(keys),
        primary_key=arguments.keywords.get("primary_key") == TRUE,
        server_default="server_default" in arguments.keywords
        or isinstance(arguments.keywords.get("default"), SqlExpression),
        onupdate=_made_by_database(arguments),
    )


def _flag(value: Value | None) -> bool | None:
    if value is None or value in (FALSE, NONE):
        return False
    return True if isinstance(value, Constant) else None


def _made_by_database(arguments: Arguments) -> bool | None:
    if "server_onupdate" in arguments.keywords:
        return True
    onupdate = arguments.keywords.get("onupdate")
    if onupdate is None:
        return False
    if isinstance(onupdate, SqlExpression):
        return True
    return None if isinstance(onupdate, Opaque) else False


def make_relationship(arguments: Arguments, site: Site) -> Value:
    """`relationship(…)`, SQLModel's `Relationship(…)`"""
    keywords = dict(arguments.keywords)
    more = keywords.pop("sa_relationship_kwargs", None)
    known_more = True
    if isinstance(more, Dict):
        known, known_more = more.keywords(site)
        keywords.update(known)
    elif more is not None and more != NONE:
        known_more = False
    back = keywords.get("back_populates")
    uselist = keywords.get("uselist")
    return RelationshipDef(
        argument=arguments.get(0, "argument") if arguments.positional else keywords.get("argument"),
        lazy=_lazy(keywords.get("lazy"))
        if known_more and not arguments.open_ended
        else UNKNOWN_LAZY,
        uselist=None if uselist is None or uselist == NONE else uselist.truth_without_site(),
        back_populates=str(back.value) if isinstance(back, Constant) and back != NONE else None,
        secondary="secondary" in keywords or "link_model" in keywords,
        remote_side="remote_side" in keywords,
        join_depth="join_depth" in keywords,
        has_default="default" in keywords or "default_factory" in keywords,
        backref=_backref_name(keywords.get("backref")),
    )


def _backref_name(value: Value | None) -> str | None:
    """`backref="posts"`; what `backref("posts", …)` configures is not told here."""
    return str(value.value) if isinstance(value, Constant) and value != NONE else None


_LAZY_VALUES = {True: "select", False: "joined", None: "noload"}


def _lazy(value: Value | None) -> str:
    if value is None:
        return "select"
    if not isinstance(value, Constant):
        return UNKNOWN_LAZY
    if isinstance(value.value, str):
        return value.value
    return _LAZY_VALUES.get(value.value, UNKNOWN_LAZY)  # type: ignore[call-overload, no-any-return]


def make_foreign_key(arguments: Arguments, site: Site) -> Value:
    """`ForeignKey("users.id")`"""
    target = arguments.first()
    if isinstance(target, Constant) and isinstance(target.value, str):
        table = target.value.rpartition(".")[0]
        return ForeignKeyTo(table.rpartition(".")[2] or None)
    if isinstance(target, ClassAttribute):
        tables = sorted(target.cls.mapping.tables)
        return ForeignKeyTo(tables[0] if len(tables) == 1 else None)
    return ForeignKeyTo(None)


def make_deferred(arguments: Arguments, site: Site) -> Value:
    """`deferred(Column(…))`"""
    column = arguments.first()
    definition = column if isinstance(column, ColumnDef) else ColumnDef()
    return ColumnDef(
        True,
        definition.foreign_key,
        definition.has_foreign_key,
        definition.primary_key,
        definition.server_default,
        definition.onupdate,
    )


def make_column_property(arguments: Arguments, site: Site) -> Value:
    """`column_property(<expression>)`"""
    column = arguments.first()
    if isinstance(column, ColumnDef):
        return column
    return ColumnDef(deferred=_flag(arguments.keywords.get("deferred")), expression=True)


def make_opaque(arguments: Arguments, site: Site) -> Value:
    """`synonym(…)`, `composite(…)`, `association_proxy(…)`"""
    return OpaqueDef()


def make_declared_attr(arguments: Arguments, site: Site) -> Value:
    """`@declared_attr`"""
    function = arguments.first()
    if isinstance(function, ClassMethod):
        function = function.function
    return DeclaredAttr(function or UNKNOWN)
