"""From a class body to its mapped attributes.

Source: SQLAlchemy's "ORM Mapped Class Configuration" and "Relationship Configuration".
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import NoneType

from flake8_greenlet.interpreter.classes import ClassScope, ClassValue
from flake8_greenlet.interpreter.code import parse_expression
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.types import (
    AnnotatedType,
    CollectionType,
    MappingType,
    UnionType,
)
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Constant,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    BackReference,
    ColumnDef,
    CompositeDef,
    DeclarativeRoot,
    DeclaredAttr,
    Descriptor,
    MappedType,
    OpaqueDef,
    ProxyDef,
    RelationshipDef,
    SynonymDef,
    Validator,
    is_sqlmodel,
)
from flake8_greenlet.libraries.sqlalchemy.imperative import Mapper, classes_mapped_in, mapper_of
from flake8_greenlet.libraries.sqlalchemy.listeners import listened
from flake8_greenlet.libraries.sqlalchemy.mapper_args import read_mapper_args
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    AssociationProxy,
    Attribute,
    Column,
    Composite,
    MappedClass,
    Mapping,
    Relationship,
    Unclear,
)
from flake8_greenlet.libraries.sqlalchemy.ready_made import ReadyMade
from flake8_greenlet.records import replace


def read_mapping(cls: MappedClass) -> Mapping:
    """The mapped attributes of a class, from its body, its table, and those of its ancestors."""
    project_class = cls.project_class
    mapping = cls.mapping = Mapping(cls, is_complete=project_class.is_complete)
    ready_made = [root for root in project_class.roots if isinstance(root, ReadyMade)]
    for root in ready_made:
        mapping.attributes.update({name: Column(name, column) for name, column in root.columns})
    tables: set[str] = set()
    for ancestor in reversed(project_class.lineage):
        mapper = mapper_of(ancestor)
        mapping.attributes.update(_columns_of_table(ancestor, mapper))
        for name, value in _definitions(ancestor, mapper):
            attribute = _read_attribute(cls, ancestor, name, value)
            if attribute is not None:
                mapping.attributes[name] = attribute
            _read_side_effects(mapping, ancestor, value)
        for name, annotation in ancestor.annotations.items():
            column = None if name in mapping.attributes else _annotated(ancestor, annotation)
            if column is not None:
                mapping.attributes[name] = Column(name, column)
        table = ancestor.own("__tablename__")
        if isinstance(table, Constant) and isinstance(table.value, str):
            tables.add(table.value)
        elif mapper.table is not None and mapper.table.name is not None:
            tables.add(mapper.table.name)
    if not tables and any(is_sqlmodel(root) for root in project_class.roots):
        tables.add(project_class.name.lower())
    for root in ready_made if not tables else ():
        if root.names_tables:
            tables = root.tables_of(ancestor.name for ancestor in project_class.lineage)
            break
    mapping.tables = frozenset(tables)
    for name, relationship in _back_references(cls):
        mapping.attributes.setdefault(name, relationship)
    _resolve_synonyms(mapping)
    mapping.has_awaitable_attrs = _has_awaitable_attrs(project_class)
    mapping.eager_defaults = _eager_defaults(project_class)
    mapping.arguments = read_mapper_args(project_class)
    mapping.listened = listened(project_class)
    return mapping


def _definitions(owner: ClassValue, mapper: Mapper) -> Iterator[tuple[str, Value | None]]:
    """What defines attributes, by name: the body of a class, and what its mapper was told."""
    for name in owner.bindings:
        yield name, owner.own(name)
    yield from mapper.properties.items()


def _columns_of_table(owner: ClassValue, mapper: Mapper) -> Iterator[tuple[str, Column]]:
    """What a table brings along: no column that the body gives another name, and none whose name
    the body uses for something else."""
    renamed = {
        value.name
        for value in map(owner.own, owner.bindings if mapper.table else ())
        if isinstance(value, ColumnDef)
    }
    for name, column in mapper.columns():
        is_taken = owner.own(name) is not None and name not in owner.annotations
        if column.name not in renamed and not is_taken:
            yield name, Column(name, column)


def _read_side_effects(mapping: Mapping, owner: ClassValue, value: Value | None) -> None:
    """What a definition does beside being an attribute: validators, and the columns that stand
    inside of a composite."""
    if isinstance(value, Validator):
        mapping.validators.update(dict.fromkeys(value.names, value.function))
    elif isinstance(value, CompositeDef):
        for part in value.parts:
            if isinstance(part, ColumnDef) and part.name and _bound_name(owner, part) is None:
                mapping.attributes.setdefault(part.name, Column(part.name, part))


def _bound_name(owner: ClassValue, column: ColumnDef) -> str | None:
    """The name of the attribute that this very column is."""
    return next((name for name in owner.bindings if owner.own(name) is column), None)


def _composite(owner: ClassValue, name: str, definition: CompositeDef) -> Attribute:
    names: list[str | None] = [
        _bound_name(owner, part) or part.name
        if isinstance(part, ColumnDef)
        else str(part.value)
        if isinstance(part, Constant)
        else None
        for part in definition.parts
    ]
    known = tuple(found for found in names if found is not None)
    return Composite(name, known) if len(known) == len(names) else Unclear(name)


def _resolve_synonyms(mapping: Mapping) -> None:
    """A synonym is the attribute that it stands for, under another name."""
    for ancestor in reversed(mapping.cls.project_class.lineage):
        for name in ancestor.bindings:
            value = ancestor.own(name)
            if isinstance(value, SynonymDef) and value.target in mapping.attributes:
                mapping.attributes[name] = mapping.attributes[value.target]


def _back_references(cls: MappedClass) -> Iterator[tuple[str, Relationship]]:
    """What `relationship("Horse", backref="riders")` of a class nearby makes on this one."""
    for other in _with_back_references(cls.project_class):
        owner = other.project_class
        for name, value in _definitions(owner, mapper_of(owner)):
            if not isinstance(value, RelationshipDef) or value.backref is None:
                continue
            if _read_relationship(other, owner, name, value).target is cls:
                yield value.backref.name, _reverse(cls, other, name, value, value.backref)


def _with_back_references(cls: ClassValue) -> Iterator[MappedClass]:
    """The mapped classes nearby that give another one an attribute."""
    world = cls.world
    for home in world.nearby(cls.module, b"backref"):
        for node in home.classes():
            if world.facts(node, _mentions_backref):
                other = world.global_value(home, node.name)
                if isinstance(other, MappedClass):
                    yield other
        for call, other in classes_mapped_in(world, home):
            if isinstance(other, MappedClass) and world.facts(call, _mentions_backref):
                yield other


def _mentions_backref(node: ast.AST) -> bool:
    return any(isinstance(n, ast.keyword) and n.arg == "backref" for n in ast.walk(node))


def _reverse(
    cls: MappedClass,
    other: MappedClass,
    name: str,
    forward: RelationshipDef,
    back: BackReference,
) -> Relationship:
    definition = replace(back.definition, back_populates=name, secondary=forward.secondary)
    return Relationship(back.name, definition, cls, lambda: other, None)


def _has_awaitable_attrs(cls: ClassValue) -> bool | None:
    if any(isinstance(root, DeclarativeRoot) and root.awaitable_attrs for root in cls.roots):
        return True
    return False if cls.is_complete else None


def _eager_defaults(cls: ClassValue) -> bool | None:
    mappers = map(mapper_of, cls.lineage)
    return next((mapper.eager_defaults for mapper in mappers if mapper.keywords), None)


def _annotated(owner: ClassValue, annotation: ast.expr) -> ColumnDef | None:
    """The column that `name: Mapped[str]` without a value is; in SQLModel every annotation is
    one.  `Mapped[Annotated[str, mapped_column(…)]]` says more about it."""
    if any(is_sqlmodel(root) for root in owner.roots):
        return ColumnDef()
    mapped = owner.world.evaluate_in(owner, annotation)
    if not isinstance(mapped, MappedType):
        return None
    inner = _unquoted(owner, mapped.inner)
    metadata = inner.metadata if isinstance(inner, AnnotatedType) else ()
    return next((item for item in metadata if isinstance(item, ColumnDef)), ColumnDef())


def _read_attribute(
    cls: MappedClass, owner: ClassValue, name: str, value: Value | None
) -> Attribute | None:
    if name.startswith("__"):
        return None
    declared: ast.expr | None = None
    if isinstance(value, DeclaredAttr):
        declared = getattr(getattr(value.function, "node", None), "returns", None)
        value = _call_declared(cls, owner, value)
    if isinstance(value, ColumnDef):
        if value.has_foreign_key and value.nullable is None:
            value = replace(value, nullable=_is_nullable(owner, name))
        return Column(name, value)
    if isinstance(value, RelationshipDef):
        return _read_relationship(cls, owner, name, value, declared)
    if isinstance(value, CompositeDef):
        return _composite(owner, name, value)
    if isinstance(value, ProxyDef):
        return AssociationProxy(name, value.target, value.attribute, cls)
    if isinstance(value, Descriptor):
        return Unclear(name)
    if isinstance(value, (Opaque, Alternatives)) and name in owner.annotations:
        mapped = owner.world.evaluate_in(owner, owner.annotations[name])
        return Unclear(name) if isinstance(mapped, MappedType) else None
    return None


def _is_nullable(owner: ClassValue, name: str) -> bool | None:
    """What the annotation of a column says, if it has one: `Mapped[int | None]`."""
    node = owner.annotations.get(name)
    mapped = None if node is None else owner.world.evaluate_in(owner, node)
    if not isinstance(mapped, MappedType):
        return None
    inner = _unquoted(owner, mapped.inner)
    if isinstance(inner, UnionType):
        return NONE in inner.members
    return None if isinstance(inner, (Opaque, AnnotatedType)) else False


def _call_declared(cls: MappedClass, owner: ClassValue, declared: DeclaredAttr) -> Value:
    function = declared.function
    if not isinstance(function, FunctionValue):
        return OpaqueDef()

    def call(site: Site) -> Value:
        return function.call(Arguments([cls]), site)

    value = owner.world.statically(owner.module, ClassScope(owner), function.node, call)
    return value if isinstance(value, Descriptor) else OpaqueDef()


def _read_relationship(
    cls: MappedClass,
    owner: ClassValue,
    name: str,
    definition: RelationshipDef,
    declared: ast.expr | None = None,
) -> Relationship:
    """`declared` is what the function under `@declared_attr` is annotated to return."""
    if definition.backref is not None:
        definition = replace(definition, back_populates=definition.backref.name)
    if owner.node.decorator_list and not isinstance(owner.own(name), (Descriptor, NoneType)):
        # The field of a dataclass whose relationship was told to the mapper.
        definition = replace(definition, has_default=True)
    annotation: Value = UNKNOWN
    lazy = definition.lazy
    node = owner.annotations.get(name, declared)
    if node is not None:
        annotation = owner.world.evaluate_in(owner, node)
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
