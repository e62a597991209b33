"""What the constructors of mapped attributes make: `mapped_column()`, `relationship()` …"""

from __future__ import annotations

from collections.abc import Mapping

from flake8_greenlet.interpreter.classes import ClassMethod
from flake8_greenlet.interpreter.containers import Dict
from flake8_greenlet.interpreter.values import (
    FALSE,
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy.definitions import (
    UNKNOWN_LAZY,
    BackReference,
    ColumnDef,
    CompositeDef,
    DeclaredAttr,
    FieldOptions,
    ForeignKeyTo,
    OpaqueDef,
    ProxyDef,
    RelationshipDef,
    SynonymDef,
    TableDef,
    Validator,
)
from flake8_greenlet.libraries.sqlalchemy.facades import needs_sync
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, SqlExpression
from flake8_greenlet.records import replace

_DEFAULTS = frozenset({"default", "default_factory", "insert_default", "server_default"})


def make_column(arguments: Arguments, site: Site) -> Value:
    """`Column(…)`, `mapped_column(…)`"""
    keys = [value for value in arguments.positional if isinstance(value, ForeignKeyTo)]
    computed = COMPUTED in arguments.positional
    given = arguments.keywords
    group, raiseload = given.get("deferred_group", NONE), given.get("deferred_raiseload", NONE)
    implied = group if group != NONE else raiseload
    column = ColumnDef(
        deferred=_flag(given.get("deferred", implied)),
        foreign_key=keys[0].table if keys else None,
        foreign_column=keys[0].column if keys else None,
        has_foreign_key=bool(keys),
        primary_key=arguments.keywords.get("primary_key") == TRUE,
        nullable=_flag(given.get("nullable")) if "nullable" in given else None,
        unique=given.get("unique") == TRUE,
        has_default=computed or not _DEFAULTS.isdisjoint(given),
        server_default=computed
        or "server_default" in arguments.keywords
        or isinstance(arguments.keywords.get("default"), SqlExpression),
        onupdate=computed or _made_by_database(arguments),
        active_history=arguments.keywords.get("active_history") == TRUE,
        name=_column_name(arguments),
        key=_text(arguments.keywords.get("key")),
        field=field_options(arguments),
    )
    return _grouped(column, group, raiseload)


def _grouped(column: ColumnDef, group: Value | None, raiseload: Value | None) -> ColumnDef:
    """A column with what is said of how it is deferred; what nobody can read leaves that open."""
    raises = _flag(raiseload)
    if not column.deferred:
        return column
    if raises is None or not (group is None or isinstance(group, Constant)):
        return replace(column, deferred=None)
    return replace(column, group=_text(group), raiseload=raises)


def make_table(arguments: Arguments, site: Site) -> Value:
    """`Table("users", metadata, Column("id", …), …)`; `autoload_with=` reads columns at once."""
    needs_sync("Table", arguments.keywords.get("autoload_with", UNKNOWN), site)
    name = _text(arguments.first())
    columns: dict[str, ColumnDef] = {}
    for value in arguments.positional:
        if isinstance(value, ColumnDef) and value.name is not None:
            columns[value.key or value.name] = replace(value, table=name)
    return TableDef(site.opaque().symbol, name, columns)


class Computed(Value):
    """`Computed("width * length")`: every INSERT and UPDATE makes the value anew."""


COMPUTED = Computed()


def make_computed(arguments: Arguments, site: Site) -> Value:
    """`Computed(…)` among the arguments of a column."""
    return COMPUTED


def _column_name(arguments: Arguments) -> str | None:
    return _text(arguments.keywords.get("name", arguments.first()))


def field_options(arguments: Arguments) -> FieldOptions:
    """`init=`, `repr=` and `compare=` of an attribute of a mapped dataclass."""
    given = arguments.keywords
    return FieldOptions(*(given.get(name) != FALSE for name in ("init", "repr", "compare")))


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
    given = keywords.get("sa_relationship", NONE)
    if given != NONE:
        known = isinstance(given, RelationshipDef)
        return given if known else RelationshipDef(lazy=UNKNOWN_LAZY, cascade=None)
    more = keywords.pop("sa_relationship_kwargs", None)
    # A query class of the project's own may have any methods.
    known_more = "query_class" not in keywords
    if isinstance(more, Dict):
        configured, complete = more.keywords(site)
        keywords.update(configured)
        known_more = known_more and complete and "query_class" not in configured
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
        primaryjoin="primaryjoin" in keywords,
        join_depth="join_depth" in keywords,
        cascade=_cascade(keywords) if known_more and not arguments.open_ended else None,
        passive_deletes="passive_deletes" in keywords,
        field=field_options(arguments),
        has_default="default" in keywords or "default_factory" in keywords,
        backref=_back_reference(keywords.get("backref")),
    )


def make_dynamic_loader(arguments: Arguments, site: Site) -> Value:
    """`dynamic_loader(…)`, the old name of `relationship(…, lazy="dynamic")`"""
    keywords = {**arguments.keywords, "lazy": Constant("dynamic")}
    return make_relationship(Arguments(arguments.positional, keywords, arguments.open_ended), site)


_ALL_CASCADES = frozenset({"save-update", "merge", "refresh-expire", "expunge", "delete"})


def _cascade(keywords: Mapping[str, Value]) -> frozenset[str] | None:
    """The operations that `cascade="all, delete-orphan"` names."""
    given = keywords.get("cascade")
    if keywords.get("cascade_delete") == TRUE:
        # SQLModel's way to say it.
        return _ALL_CASCADES | {"delete-orphan"}
    if given is None or given == NONE:
        return RelationshipDef.cascade if keywords.get("viewonly") != TRUE else frozenset()
    text = _text(given)
    if text is None:
        return None
    names = frozenset(name.strip() for name in text.split(","))
    return names | _ALL_CASCADES if "all" in names else names


def _back_reference(value: Value | None) -> BackReference | None:
    name = _text(value)
    if name is not None:
        return BackReference(name, RelationshipDef())
    return value if isinstance(value, BackReference) else None


def make_backref(arguments: Arguments, site: Site) -> Value:
    """`backref("posts", lazy="selectin")`"""
    name = _text(arguments.first())
    if name is None:
        return UNKNOWN
    configured = make_relationship(Arguments([], arguments.keywords, arguments.open_ended), site)
    assert isinstance(configured, RelationshipDef)
    return BackReference(name, configured)


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
        table, _, column = target.value.rpartition(".")
        return ForeignKeyTo(table.rpartition(".")[2] or None, column)
    if isinstance(target, ColumnDef):
        return ForeignKeyTo(target.table)
    if isinstance(target, ClassAttribute):
        tables = sorted(target.cls.mapping.tables)
        return ForeignKeyTo(tables[0] if len(tables) == 1 else None)
    return ForeignKeyTo(None)


def make_deferred(arguments: Arguments, site: Site) -> Value:
    """`deferred(Column(…))`"""
    column = arguments.first()
    definition = column if isinstance(column, ColumnDef) else ColumnDef()
    given = arguments.keywords
    return _grouped(replace(definition, deferred=True), given.get("group"), given.get("raiseload"))


def make_column_property(arguments: Arguments, site: Site) -> Value:
    """`column_property(<expression>)`"""
    column, given = arguments.first(), arguments.keywords
    if isinstance(column, ColumnDef):
        history = given.get("active_history") == TRUE
        column = replace(column, active_history=history or column.active_history)
        deferred = _flag(given["deferred"]) if "deferred" in given else column.deferred
        column = replace(column, deferred=deferred)
    else:
        column = ColumnDef(deferred=_flag(given.get("deferred")), expression=True)
    return _grouped(column, given.get("group"), given.get("raiseload"))


def make_opaque(arguments: Arguments, site: Site) -> Value:
    """`query_expression(…)`"""
    return OpaqueDef()


def make_synonym(arguments: Arguments, site: Site) -> Value:
    """`synonym("name")`; one with a descriptor of its own may do anything."""
    target = _text(arguments.get(0, "name"))
    if target is None or "descriptor" in arguments.keywords:
        return OpaqueDef()
    return SynonymDef(target)


def make_composite(arguments: Arguments, site: Site) -> Value:
    """`composite(Point, x, y)`, `composite("x", "y")`"""
    parts = tuple(arguments.positional)
    if parts and not _is_part(parts[0]):
        parts = parts[1:]
    known = bool(parts) and not arguments.open_ended and all(map(_is_part, parts))
    return CompositeDef(parts) if known else OpaqueDef()


def _is_part(value: Value) -> bool:
    return isinstance(value, ColumnDef) or _text(value) is not None


def make_proxy(arguments: Arguments, site: Site) -> Value:
    """`association_proxy("target", "attribute")`"""
    target = _text(arguments.get(0, "target_collection"))
    attribute = _text(arguments.get(1, "attr"))
    return OpaqueDef() if target is None or attribute is None else ProxyDef(target, attribute)


def make_validates(arguments: Arguments, site: Site) -> Value:
    """`@validates("name", …)`"""
    names = tuple(name for name in map(_text, arguments.positional) if name is not None)

    def decorate(given: Arguments, where: Site) -> Value:
        return Validator(names, given.first() or UNKNOWN)

    return Builtin("validates", decorate)


def _text(value: Value | None) -> str | None:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def make_declared_attr(arguments: Arguments, site: Site) -> Value:
    """`@declared_attr`"""
    function = arguments.first()
    if isinstance(function, ClassMethod):
        function = function.function
    return DeclaredAttr(function or UNKNOWN)
