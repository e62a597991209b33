"""What SQLAlchemy's public names mean.

A name is found by its last part, as SQLAlchemy offers most of them in several places
(`sqlalchemy.orm.Session`, `sqlalchemy.orm.session.Session`).
"""

from __future__ import annotations

import ast

from flake8_greenlet.interpreter.classes import ClassValue, Property
from flake8_greenlet.interpreter.code import last_name
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.types import Form
from flake8_greenlet.interpreter.values import (
    UNKNOWN,
    Arguments,
    Builtin,
    Site,
    Value,
    escape,
)
from flake8_greenlet.libraries.sqlalchemy import (
    constructors,
    facades,
    factories,
    inspection,
    loading,
    queries,
)
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    DeclarativeRoot,
    Descriptor,
    MappedType,
    Registry,
    TableDef,
    is_sqlmodel,
)
from flake8_greenlet.libraries.sqlalchemy.engines import (
    AsyncConnectionClass,
    AsyncEngineClass,
    make_engine,
)
from flake8_greenlet.libraries.sqlalchemy.factories import SessionClass
from flake8_greenlet.libraries.sqlalchemy.imperative import is_mapped_elsewhere
from flake8_greenlet.libraries.sqlalchemy.mapping import MappedClass, SqlExpression
from flake8_greenlet.libraries.sqlalchemy.ready_made import ReadyMade
from flake8_greenlet.libraries.sqlalchemy.urls import UrlClass, make_url

ASYNC_SESSION = SessionClass(True, "AsyncSession")
SYNC_SESSION = SessionClass(False, "Session")

GREENLET_ERRORS = frozenset(
    {"MissingGreenlet", "StatementError", "DBAPIError", "InvalidRequestError"}
)


def _greenlet_spawn(arguments: Arguments, site: Site) -> Value:
    from flake8_greenlet.interpreter.functions import in_context
    from flake8_greenlet.interpreter.values import Context

    function, *rest = arguments.positional or [UNKNOWN]
    given = Arguments(rest, arguments.keywords, arguments.open_ended)

    def run(where: Site) -> Value:
        return in_context(function, given, where, Context.GREENLET)

    return SqlCoroutine("", "greenlet_spawn", "", run, site, quiet=True)


def _declarative_base(arguments: Arguments, site: Site) -> Value:
    cls = arguments.keywords.get("cls")
    if isinstance(cls, ClassValue):
        return _DerivedBase(cls)
    return DeclarativeRoot("declarative_base") if cls is None else UNKNOWN


class _DerivedBase(Value):
    """`declarative_base(cls=Base)`: a declarative base with a class of the project behind it."""

    maps = True

    def __init__(self, project_class: ClassValue) -> None:
        self.project_class = project_class

    def get(self, name: str, site: Site) -> Value:
        return self.project_class.get(name, site)


def _registry(arguments: Arguments, site: Site) -> Value:
    return Registry()


def _expression(arguments: Arguments, site: Site) -> Value:
    return SqlExpression()


def _property(arguments: Arguments, site: Site) -> Value:
    return Property(arguments.first() or UNKNOWN)


def _swallow(arguments: Arguments, site: Site) -> Value:
    for value in arguments.values():
        escape(value, site)
    return site.opaque()


def _mapped(lazy: str | None) -> Form:
    return Form("Mapped", lambda members: MappedType(members[0], lazy))


def _names() -> dict[str, Value]:
    names: dict[str, Value] = {
        "AsyncAttrs": DeclarativeRoot("AsyncAttrs", maps=False, awaitable_attrs=True),
        "AsyncConnection": AsyncConnectionClass(),
        "AsyncEngine": AsyncEngineClass(),
        "AsyncSession": ASYNC_SESSION,
        "Column": Builtin("Column", constructors.make_column),
        "Computed": Builtin("Computed", constructors.make_computed),
        "DeclarativeBase": DeclarativeRoot("DeclarativeBase"),
        "DeclarativeBaseNoMeta": DeclarativeRoot("DeclarativeBaseNoMeta"),
        "DeclarativeMeta": DeclarativeRoot("DeclarativeMeta", maps=False),
        "DynamicMapped": _mapped("dynamic"),
        "ForeignKey": Builtin("ForeignKey", constructors.make_foreign_key),
        "Load": Builtin("Load", loading.make_load),
        "Mapped": _mapped(None),
        "MetaData": Builtin("MetaData", facades.make_metadata),
        "MappedAsDataclass": DeclarativeRoot("MappedAsDataclass", maps=False),
        "NO_VALUE": inspection.NO_VALUE,
        "Session": SYNC_SESSION,
        "Table": Builtin("Table", constructors.make_table),
        "URL": UrlClass(),
        "WriteOnlyMapped": _mapped("write_only"),
        "aliased": Builtin("aliased", queries.make_aliased),
        "association_proxy": Builtin("association_proxy", constructors.make_proxy),
        "async_engine_from_config": make_engine(True, "async_engine_from_config"),
        "async_scoped_session": factories.make_scoped(True),
        "async_sessionmaker": factories.make_factory(True, "async_sessionmaker", ASYNC_SESSION),
        "backref": Builtin("backref", constructors.make_backref),
        "class_mapper": Builtin("class_mapper", inspection.mapper_of),
        "column_property": Builtin("column_property", constructors.make_column_property),
        "composite": Builtin("composite", constructors.make_composite),
        "create_async_engine": make_engine(True, "create_async_engine"),
        "create_engine": make_engine(False, "create_engine"),
        "declarative_base": Builtin("declarative_base", _declarative_base),
        "declared_attr": _DeclaredAttr(),
        "deferred": Builtin("deferred", constructors.make_deferred),
        "delete": queries.make_dml("delete"),
        "dynamic_loader": Builtin("dynamic_loader", constructors.make_dynamic_loader),
        "engine_from_config": make_engine(False, "engine_from_config"),
        "flag_modified": Builtin("flag_modified", inspection.flag_modified),
        "func": SqlExpression(),
        "get_attribute": Builtin("get_attribute", inspection.get_attribute),
        "get_history": Builtin("get_history", inspection.get_history),
        "greenlet_spawn": Builtin("greenlet_spawn", _greenlet_spawn),
        "hybrid_method": Builtin("hybrid_method", lambda a, s: a.first() or UNKNOWN),
        "hybrid_property": Builtin("hybrid_property", _property),
        "insert": queries.make_dml("insert"),
        "inspect": facades.refuses("inspect", inspection.inspect),
        "make_url": Builtin("make_url", make_url),
        "mapped_column": Builtin("mapped_column", constructors.make_column),
        "object_mapper": Builtin("object_mapper", inspection.mapper_of),
        "query_expression": Builtin("query_expression", constructors.make_opaque),
        "reconstructor": Builtin("reconstructor", lambda a, s: a.first() or UNKNOWN),
        "registry": Builtin("registry", _registry),
        "relation": Builtin("relationship", constructors.make_relationship),
        "relationship": Builtin("relationship", constructors.make_relationship),
        "scoped_session": factories.make_scoped(False),
        "select": Builtin("select", queries.make_select),
        "selectin_polymorphic": Builtin("selectin_polymorphic", loading.make_selectin_polymorphic),
        "sessionmaker": factories.make_factory(False, "sessionmaker", SYNC_SESSION),
        "set_attribute": Builtin("set_attribute", inspection.set_attribute),
        "set_committed_value": Builtin("set_committed_value", inspection.set_committed_value),
        "synonym": Builtin("synonym", constructors.make_synonym),
        "text": Builtin("text", _expression),
        "update": queries.make_dml("update"),
        "validates": Builtin("validates", constructors.make_validates),
        "with_loader_criteria": Builtin("with_loader_criteria", loading.make_criteria),
        "with_polymorphic": Builtin("with_polymorphic", queries.make_with_polymorphic),
    }
    for strategy in (*loading.STRATEGIES, *loading.COLUMN_OPTIONS):
        names[strategy] = loading.make_option(strategy)
    for expression in (
        "and_ or_ not_ case cast literal literal_column exists true false null extract tuple_ "
        "desc asc nulls_first nulls_last distinct between any_ all_ within_group"
    ).split():
        names[expression] = Builtin(expression, _expression)
    return names


class _DeclaredAttr(Value):
    """`declared_attr`, and `declared_attr.directive`."""

    def call(self, arguments: Arguments, site: Site) -> Value:
        return constructors.make_declared_attr(arguments, site)

    def get(self, name: str, site: Site) -> Value:
        if name == "cascading":
            return self
        return Builtin(name, lambda arguments, where: arguments.first() or UNKNOWN)


NAMES = _names()

UNBOUND = frozenset(
    "AsyncSession async_sessionmaker create_async_engine create_engine sessionmaker select "
    "relationship mapped_column selectinload joinedload declarative_base DeclarativeBase Mapped "
    "AsyncAttrs Column ForeignKey Session func".split()
)
"""Public names that count as SQLAlchemy's in a file that never binds them."""


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `sqlalchemy`."""
    root, _, rest = qualified.partition(".")
    if root != "sqlalchemy" or not rest:
        return None
    name = rest.rpartition(".")[2]
    if rest.startswith("event"):
        return facades.EVENTS.get(name)
    return NAMES.get(name)


def adopt(cls: ClassValue) -> Value | None:
    """A mapped class, or a class that derives from a session; None for any other."""
    for root in cls.roots:
        if isinstance(root, SessionClass):
            return SessionClass(root.is_async, cls.name, cls)
    if is_mapped(cls) or is_mapped_elsewhere(cls):
        return MappedClass(cls)
    return None


def is_mapped(cls: ClassValue) -> bool:
    """Whether a class statement maps a table.

    It does below a declarative base, unless the class is abstract or itself that base; one
    whose bases are out of sight is known by its table's name and its columns.
    """
    if _is_table_model(cls):
        return True
    abstract = cls.own("__abstract__")
    if abstract is not None and abstract.truth_without_site() is True:
        return False
    has_table = any(
        ancestor.own(name) is not None
        for ancestor in cls.lineage
        for name in ("__tablename__", "__table__")
    )
    below_base = any(getattr(root, "maps", False) for root in _all_roots(cls))
    if _is_below_a_named_base(cls):
        return has_table or _has_columns(cls) or (below_base and _is_given_a_key(cls))
    if below_base:
        return has_table and not _is_bare_sqlmodel(cls)
    decorated = bool(cls.node.decorator_list) and has_table
    return has_table and (decorated or not cls.is_complete) and _has_columns(cls)


def _is_below_a_named_base(cls: ClassValue) -> bool:
    """Whether a base from elsewhere is known for one of models, which may name the table."""
    named = cls.world.libraries.settings.model_bases
    return any(
        (isinstance(origin, External) and origin.qualified in named)
        or (isinstance(origin, ReadyMade) and origin.names_tables)
        for ancestor in cls.lineage
        for origin in (ancestor.world.evaluate_in(ancestor, node) for node in _origins(ancestor))
    )


def _is_given_a_key(cls: ClassValue) -> bool:
    """Whether a base from elsewhere brings along the primary key, so that nothing has to be added:
    `class User(SQLAlchemyBaseUserTableUUID, Base): pass`."""
    return any(
        column.primary_key
        for root in cls.roots
        if isinstance(root, ReadyMade)
        for _, column in root.columns
    )


def _origins(cls: ClassValue) -> list[ast.expr]:
    """The bases of a class, without what stands in their brackets."""
    return [base.value if isinstance(base, ast.Subscript) else base for base in cls.node.bases]


def is_mapped_base(cls: ClassValue) -> bool:
    """Whether a class is a declarative base, or a mixin of mapped columns."""
    return any(getattr(root, "maps", False) for root in _all_roots(cls)) or _has_columns(cls)


def _all_roots(cls: ClassValue) -> list[Value]:
    roots = list(cls.roots)
    for ancestor in cls.lineage:
        roots += [base for base in ancestor.bases if isinstance(base, _DerivedBase)]
        if ancestor is not cls and _is_made_a_base(ancestor):
            roots.append(NAMES["DeclarativeBase"])
    return roots


def _is_made_a_base(cls: ClassValue) -> bool:
    """Whether a decorator or a metaclass makes a class a declarative base."""
    if cls.keywords.get("metaclass") == NAMES["DeclarativeMeta"]:
        return True
    decorators = [d.func if isinstance(d, ast.Call) else d for d in cls.node.decorator_list]
    return not {"as_declarative", "as_declarative_base"}.isdisjoint(map(last_name, decorators))


def _is_table_model(cls: ClassValue) -> bool:
    """SQLModel: `class User(SQLModel, table=True)`."""
    table = cls.keywords.get("table")
    return (
        table is not None
        and table.truth_without_site() is True
        and any(is_sqlmodel(root) for root in cls.roots)
    )


def _is_bare_sqlmodel(cls: ClassValue) -> bool:
    return any(is_sqlmodel(root) for root in cls.roots)


def _has_columns(cls: ClassValue) -> bool:
    if any(isinstance(cls.own(name), (Descriptor, TableDef)) for name in cls.bindings):
        return True
    declared = (node.value for node in cls.annotations.values() if isinstance(node, ast.Subscript))
    return any(cls.world.evaluate_in(cls, node) == NAMES["Mapped"] for node in declared)
