"""What the constructors of mapped attributes make: `mapped_column()`, `relationship()` …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
    Validator,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import ClassAttribute, SqlExpression


def make_column(arguments: Arguments, site: Site) -> Value:
    """`Column(…)`, `mapped_column(…)`"""
    keys = [value for value in arguments.positional if isinstance(value, ForeignKeyTo)]
    given = arguments.keywords
    group, raiseload = given.get("deferred_group", NONE), given.get("deferred_raiseload", NONE)
    implied = group if group != NONE else raiseload
    column = ColumnDef(
        deferred=_flag(given.get("deferred", implied)),
        foreign_key=keys[0].table if keys else None,
        has_foreign_key=bool(keys),
        primary_key=arguments.keywords.get("primary_key") == TRUE,
        server_default="server_default" in arguments.keywords
        or isinstance(arguments.keywords.get("default"), SqlExpression),
        onupdate=_made_by_database(arguments),
        active_history=arguments.keywords.get("active_history") == TRUE,
        name=_column_name(arguments),
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
    more = keywords.pop("sa_relationship_kwargs", None)
    # A query class of the project's own may have any methods.
    known_more = "query_class" not in keywords
    if isinstance(more, Dict):
        known, complete = more.keywords(site)
        keywords.update(known)
        known_more = known_more and complete and "query_class" not in known
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
        cascade=_cascade(keywords),
        field=field_options(arguments),
        has_default="default" in keywords or "default_factory" in keywords,
        backref=_back_reference(keywords.get("backref")),
    )


_ALL = frozenset({"save-update", "merge", "refresh-expire", "expunge", "delete"})


def _cascade(keywords: Mapping[str, Value]) -> frozenset[str]:
    """`cascade="all, delete-orphan"`, and SQLModel's name for that: `cascade_delete=True`"""
    if keywords.get("cascade_delete") == TRUE:
        return _ALL
    given = _text(keywords.get("cascade")) or ""
    names = frozenset(name.strip() for name in given.split(","))
    return names | _ALL if "all" in names else names


def make_dynamic_loader(arguments: Arguments, site: Site) -> Value:
    """`dynamic_loader(…)`, the old name of `relationship(…, lazy="dynamic")`"""
    keywords = {**arguments.keywords, "lazy": Constant("dynamic")}
    return make_relationship(Arguments(arguments.positional, keywords, arguments.open_ended), site)


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
