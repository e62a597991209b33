"""Statements, and what awaiting their execution yields.

Source: "SELECT statements", "ORM-Enabled INSERT, UPDATE, and DELETE statements", `Result`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.functions import BoundMethod
from flake8_greenlet.interpreter.heap import Address
from flake8_greenlet.interpreter.turns import Elementwise, TupleTurns, Turns
from flake8_greenlet.interpreter.values import (
    NONE,
    TRUE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Known,
    Mergeable,
    PathEnds,
    Seen,
    Site,
    Value,
    join,
)
from flake8_greenlet.libraries.sqlalchemy import identity, keys
from flake8_greenlet.libraries.sqlalchemy.coroutines import SqlCoroutine, spelled
from flake8_greenlet.libraries.sqlalchemy.errors import ROWS_ERROR
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.keys import Key, key_of
from flake8_greenlet.libraries.sqlalchemy.loading import (
    Plan,
    compile_plan,
    spread,
    subclasses_of,
)
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    Alias,
    ClassAttribute,
    Column,
    Equality,
    MappedClass,
    Relationship,
    SqlExpression,
    is_orm,
)
from flake8_greenlet.libraries.sqlalchemy.protocols import plain, wrong_protocol
from flake8_greenlet.libraries.sqlalchemy.related import link_back
from flake8_greenlet.libraries.sqlalchemy.rows import load_row, loaded_where_missing
from flake8_greenlet.libraries.sqlalchemy.transitions import selected_again
from flake8_greenlet.records import dataclass, replace

_EXPRESSIONS = frozenset(
    "alias as_scalar c columns correlate cte except_ except_all exists exported_columns "
    "intersect intersect_all label scalar_subquery selected_columns subquery union "
    "union_all".split()
)


@dataclass(frozen=True)
class Statement(Known):
    """`select(…)`, `update(…)` and their kin, with all that was chained to them."""

    kind: str
    entities: tuple[Value, ...] = ()
    options: tuple[Value, ...] = ()
    target: MappedClass | None = None
    populate_existing: bool | None = False
    synchronize: bool | None = True
    assigned: frozenset[str] | None = frozenset()
    """The columns that an `update()` sets; None when nobody can tell."""
    computed: frozenset[str] = frozenset()
    """Those of them to which Python cannot tell the value."""
    conditions: tuple[Equality, ...] = ()
    """What it asks of each of its rows, as far as that is an attribute's value."""
    joined: bool = False
    """Whether it has named another table, which `filter_by()` then speaks of."""
    concerns_mapped: bool = False
    """Whether any part of it is of a mapped class, which makes the session flush before it."""
    narrowed: bool = False
    """Whether it may leave out rows of its table."""
    asks_more: bool = False
    """Whether it may leave out rows for another reason than its conditions."""
    parent: tuple[MappedInstance, Relationship] | None = None
    """The object whose members it selects, and the relationship that they are members of."""

    @property
    def entity(self) -> MappedClass | None:
        """The one class whose rows it selects or changes."""
        only = self.entities[0] if len(self.entities) == 1 else None
        return self.target or class_of(only)

    @property
    def is_whole(self) -> bool:
        """Whether it selects all rows of a table."""
        return self.kind == "select" and not self.narrowed and len(self.entities) == 1

    @property
    def is_by_key(self) -> bool:
        """Whether it asks for the row of a key, whatever else that is."""
        return self.key is not None and len(self.conditions) == 1 and not self.asks_more

    @property
    def is_row(self) -> bool:
        """Whether it selects the row of a key, whatever else that is."""
        return self.kind == "select" and self.is_by_key and len(self.entities) == 1

    def _attribute(self, name: str) -> ClassAttribute:
        """An attribute of its entity, under the name that this has here."""
        assert self.entity is not None
        only = self.entities[0] if self.entities else None
        return ClassAttribute(self.entity, name, only.symbol if isinstance(only, Alias) else None)

    @property
    def key(self) -> Key | None:
        """What stands for the primary key of the only row that it selects."""
        column = None if self.entity is None else self.entity.mapping.primary_key
        if self.entity is None or column is None:
            return None
        wanted = self._attribute(column.name)
        keys = [key_of(c.value) for c in self.conditions if c.attribute == wanted]
        return next((key for key in keys if key is not None), None)

    def get(self, name: str, site: Site) -> Value:
        if name in _EXPRESSIONS:
            parts = (*self.entities, self.target or UNKNOWN)
            return SqlExpression(is_orm=self.concerns_mapped or any(map(is_orm, parts)))
        return BoundMethod(Builtin(name, _Generative(name)), self)

    def truth(self, site: Site) -> bool | None:
        return True


class _Generative:
    """A method of a statement: it returns the statement, perhaps with more to it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, arguments: Arguments, site: Site) -> Value:
        statement, *rest = arguments.positional
        assert isinstance(statement, Statement)
        given = Arguments(rest, arguments.keywords, arguments.open_ended)
        asks_more = self.name not in _WHOLE
        if self.name in ("where", "filter", "filter_by"):
            asked = tuple(_conditions(statement, given))
            statement = replace(statement, conditions=(*statement.conditions, *asked))
            asks_more = given.open_ended or len(asked) < len(rest) + len(given.keywords)
        statement = replace(
            statement,
            joined=statement.joined or self.name in _JOINS,
            narrowed=statement.narrowed or self.name not in _WHOLE,
            asks_more=statement.asks_more or asks_more,
            concerns_mapped=statement.concerns_mapped or any(map(is_orm, rest)),
        )
        if self.name == "options":
            more = spread(rest, site)
            if arguments.open_ended and not more:
                more = [UNKNOWN]
            return replace(statement, options=(*statement.options, *more))
        if self.name == "execution_options":
            return _with_execution_options(statement, given)
        if self.name == "populate_existing":
            return replace(statement, populate_existing=True)
        if self.name in ("returning", "with_entities", "with_only_columns"):
            return replace(statement, entities=tuple(rest))
        if self.name in ("add_columns", "add_entity"):
            return replace(statement, entities=(*statement.entities, *rest))
        if self.name == "values":
            given = _by_name(given, site)
            return replace(
                statement, assigned=_assigned(statement, given), computed=_computed(given)
            )
        return statement


_WHOLE = frozenset(
    {"execution_options", "options", "order_by", "returning", "values", "with_for_update"}
)
"""What is chained to a statement and leaves no row out."""


_JOINS = frozenset({"join", "join_from", "outerjoin", "outerjoin_from", "select_from"})


def _conditions(statement: Statement, arguments: Arguments) -> Iterator[Equality]:
    """What is asked for: `.where(User.id == user_id)`, `.filter_by(id=user_id)`."""
    for condition in arguments.positional:
        if isinstance(condition, Equality):
            yield condition
    if statement.entity is not None and not statement.joined:
        for name, value in arguments.keywords.items():
            yield Equality(True, True, statement._attribute(name), value)


def _with_execution_options(statement: Statement, arguments: Arguments) -> Statement:
    populate = arguments.keywords.get("populate_existing")
    if populate is not None:
        known = populate == TRUE if isinstance(populate, Constant) else None
        statement = replace(statement, populate_existing=known)
    elif arguments.open_ended:
        statement = replace(statement, populate_existing=None)
    synchronize = arguments.keywords.get("synchronize_session")
    if synchronize is not None:
        off = isinstance(synchronize, Constant) and synchronize.value is False
        statement = replace(statement, synchronize=not off)
    return statement


def _by_name(arguments: Arguments, site: Site) -> Arguments:
    """`values({"name": …})` as `values(name=…)`."""
    given = arguments.first()
    if not isinstance(given, Dict):
        return arguments
    known, complete = given.keywords(site)
    return Arguments([], {**known, **arguments.keywords}, arguments.open_ended or not complete)


def _assigned(statement: Statement, arguments: Arguments) -> frozenset[str] | None:
    if arguments.open_ended or arguments.positional:
        return None
    return frozenset(arguments.keywords) | (statement.assigned or frozenset())


def _computed(arguments: Arguments) -> frozenset[str]:
    return frozenset(
        name
        for name, value in arguments.keywords.items()
        if isinstance(value, SqlExpression) and not value.evaluable
    )


def make_select(arguments: Arguments, site: Site) -> Value:
    """`select(…)`"""
    if arguments.open_ended:
        return Statement("select", (UNKNOWN,))
    return Statement("select", tuple(arguments.positional))


def make_dml(kind: str) -> Value:
    """`insert`, `update` or `delete`"""

    def call(arguments: Arguments, site: Site) -> Value:
        target = arguments.first()
        return Statement(kind, target=class_of(target))

    return Builtin(kind, call)


def make_aliased(arguments: Arguments, site: Site) -> Value:
    """`aliased(User)`"""
    entity = arguments.first() or UNKNOWN
    if isinstance(entity, Alias):
        return replace(entity, symbol=site.opaque().symbol)
    if not isinstance(entity, MappedClass):
        return entity
    return Alias(entity, site.opaque().symbol, name=_given_name(arguments))


def make_with_polymorphic(arguments: Arguments, site: Site) -> Value:
    """`with_polymorphic(Employee, [Manager, Engineer])`"""
    entity = arguments.first()
    subclasses = subclasses_of(arguments.get(1, "classes"), site)
    if not isinstance(entity, MappedClass) or subclasses is None:
        return UNKNOWN
    return Alias(entity, site.opaque().symbol, subclasses, _given_name(arguments))


def _given_name(arguments: Arguments) -> str | None:
    name = arguments.keywords.get("name")
    return name.value if isinstance(name, Constant) and isinstance(name.value, str) else None


# Rows


@dataclass(frozen=True)
class Row(Mergeable, Elementwise):
    """A row: a tuple whose items have names."""

    items: tuple[Value, ...]
    names: tuple[str | None, ...]

    def merged(self, other: Value) -> Value | None:
        if not isinstance(other, Row) or self.names != other.names:
            return None
        return Row(tuple(map(join, self.items, other.items)), self.names)

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def get(self, name: str, site: Site) -> Value:
        if name in self.names:
            return self.items[self.names.index(name)]
        if name == "_mapping":
            return self
        if name in ("_tuple", "tuple"):
            return Builtin(name, lambda arguments, where: Tuple(self.items))
        return UNKNOWN

    def item(self, key: Value, site: Site) -> Value:
        if isinstance(key, Constant) and isinstance(key.value, str) and key.value in self.names:
            return self.items[self.names.index(key.value)]
        return Tuple(self.items).item(key, site)

    def element(self, site: Site) -> Value | None:
        return Tuple(self.items).element(site)

    def unpack(self, count: int, site: Site) -> list[Value] | None:
        return list(self.items) if len(self.items) == count else None

    def truth(self, site: Site) -> bool | None:
        return True

    def turns(self, site: Site) -> Turns:
        return RowTurns(self, site)

    def escape(self, site: Site, seen: Seen) -> None:
        for item in self.items:
            item.escape(site, seen)


class RowTurns(TupleTurns):
    """Turns over rows: every entity in them has its own."""

    def __init__(self, row: Row, site: Site) -> None:
        super().__init__(row.items, site)
        self.names = row.names

    def begin(self, site: Site) -> Value:
        return Row(tuple(item.begin(site) for item in self.items), self.names)


def rows_of(statements: tuple[Value, ...], session: Address | None, site: Site) -> Value:
    """Any one of the rows that one of these statements selects."""
    known = [s for s in statements if isinstance(s, Statement)]
    if not known or len(known) != len(statements):
        return UNKNOWN
    entities = known[0].entities
    if not entities or any(s.entities != entities for s in known):
        return UNKNOWN
    items: list[Value] = []
    for entity in entities:
        cls = class_of(entity)
        if cls is not None:
            # The rows of two aliases are not each other's.
            beside = zip(entities, items) if isinstance(entity, Alias) else ()
            apart = [i.address for e, i in beside if isinstance(i, MappedInstance) and e != entity]
            items.append(_entity(cls, entity, known, session, site, apart))
        else:
            items.append(site.opaque())
    return Row(tuple(items), tuple(_name_of(entity) for entity in entities))


def class_of(entity: Value | None) -> MappedClass | None:
    """The class of which an entity of a statement has rows."""
    if isinstance(entity, Alias):
        return entity.cls
    return entity if isinstance(entity, MappedClass) else None


def plan_for(entity: Value, statement: Statement, site: Site) -> Plan:
    """What a statement loads of one of its entities."""
    options = spread(statement.options, site)
    if isinstance(entity, Alias):
        plan = compile_plan(entity.cls, options, entity.symbol)
        if entity.subclasses is not None:
            plan = plan.merge(Plan(joined=entity.subclasses))
    else:
        assert isinstance(entity, MappedClass)
        plan = compile_plan(entity, options)
    return replace(plan, carried_out=site.machine.clock)


def _entity(
    cls: MappedClass,
    entity: Value,
    statements: list[Statement],
    session: Address | None,
    site: Site,
    apart: Iterable[Address],
) -> MappedInstance:
    """Any row of an entity, by whichever of the statements."""
    first, *others = [plan_for(entity, statement, site) for statement in statements]
    asked = {statement.key for statement in statements}
    key = asked.pop() if len(asked) == 1 else None
    there = identity.present(cls, key, session, site)
    if there is not None:
        found = MappedInstance(cls, there)
        before = found.state(site)
        state = selected_again(before, first, cls)
        for other in others:
            state = state.join(selected_again(before, other, cls))
        site.store(there, state)
        loaded_where_missing(found, before, (first, *others), site)
        return found
    row = load_row(
        cls,
        first,
        session,
        site,
        # By its key, a query finds one row.
        several=key is None,
        whole=all(statement.is_whole for statement in statements),
        key=key,
        others=others,
        apart=apart,
    )
    if all(statement.conditions == statements[0].conditions for statement in statements):
        state = row.state(site)
        given = foreign_keys(state.cls, statements[0])
        site.store(row.address, replace(state, foreign_keys={**state.foreign_keys, **given}))
    parents = {statement.parent for statement in statements}
    parent = parents.pop() if len(parents) == 1 else None
    if parent is not None and cls is parent[1].target:
        link_back(*parent, row, site)
    return row


def foreign_keys(cls: MappedClass, statement: Statement) -> Mapping[str, Value]:
    """The foreign keys that the conditions of a statement give to the rows of a class."""
    found: dict[str, Value] = {}
    for condition in statement.conditions:
        attribute = condition.attribute
        if attribute is None or not attribute.cls.is_related(cls):
            continue
        mapped, value = cls.mapping.attributes.get(attribute.name), condition.value
        if isinstance(mapped, Relationship) and mapped.is_many_to_one:
            found.update(keys.keys_to(mapped, value))
        elif isinstance(mapped, Column) and mapped.definition.has_foreign_key:
            if value == NONE or key_of(value) is not None:
                found[mapped.name] = value
    return found


def _name_of(entity: Value) -> str | None:
    if isinstance(entity, Alias):
        return entity.name or entity.cls.name
    return entity.name if isinstance(entity, (MappedClass, ClassAttribute)) else None


# Results


@dataclass(frozen=True)
class Result(Mergeable):
    """`Result`, `ScalarResult`, `MappingResult` and, when `is_async`, their async kin."""

    row: Value
    is_async: bool = False
    scalars_only: bool = False
    filled: bool = False
    """It surely has a row."""
    empty: bool = False
    """It surely has none."""
    holds = False  # Who has taken out the one row has closed it.

    def merged(self, other: Value) -> Value | None:
        if not isinstance(other, Result) or self.is_async != other.is_async:
            return None
        filled = self.filled and other.filled
        empty = self.empty and other.empty
        return Result(join(self.row, other.row), self.is_async, self.scalars_only, filled, empty)

    def matters(self, site: Site, depth: int) -> bool:
        return True

    def get(self, name: str, site: Site) -> Value:
        method = _METHODS.get(name)
        if method is None:
            return UNKNOWN
        is_chained = name in _CHAINED
        receiver = spelled(site, "result")

        def call(arguments: Arguments, where: Site) -> Value:
            if self.is_async and not is_chained:
                return SqlCoroutine(
                    "AsyncResult", name, receiver, lambda s: method(self, arguments, s), where
                )
            return method(self, arguments, where)

        member = Builtin(name, call)
        if self.is_async and not is_chained:
            return member
        return plain(member, f"{receiver}.{name}()", site)

    def lacks(self, keyword: str) -> bool:
        return keyword == ("for" if self.is_async else "async for")

    def element(self, site: Site) -> Value | None:
        if self.is_async:
            wrong_protocol(self._class_name, "for", site)
        return None if self.empty else self.row

    def is_filled(self, site: Site) -> bool:
        return self.filled

    def async_element(self, site: Site) -> Value | None:
        if not self.is_async:
            wrong_protocol(self._class_name, "async for", site)
        return None if self.empty else self.row

    @property
    def _class_name(self) -> str:
        return f"{'Async' if self.is_async else ''}{'Scalar' if self.scalars_only else ''}Result"

    def truth(self, site: Site) -> bool | None:
        return True

    def enter(self, site: Site) -> Value:
        return self

    async_enter = enter

    def escape(self, site: Site, seen: Seen) -> None:
        self.row.escape(site, seen)


def _first_column(row: Value) -> Value:
    if isinstance(row, (Row, Tuple)):
        return row.items[0]
    return row


def _single(value: Value, site: Site) -> Value:
    """One row: its objects stand for themselves from now on."""
    if isinstance(value, Row):
        return Row(tuple(_single(item, site) for item in value.items), value.names)
    if isinstance(value, MappedInstance):
        state = value.state(site)
        if state.several:
            site.store(value.address, replace(state, several=False, whole=False))
    return value


def _found(value: Value, site: Site) -> Value:
    value.turned_out(site)
    return value


def _perhaps(value: Value, result: Result) -> Value:
    """A row, or None where there may be none."""
    return value if result.filled else join(value, NONE)


def _scalars(result: Result, arguments: Arguments, site: Site) -> Value:
    index = arguments.get(0, "index") or Constant(0)
    if index == Constant(0):
        return replace(result, row=_first_column(result.row), scalars_only=True)
    return replace(result, row=result.row.item(index, site), scalars_only=True)


def _same(result: Result, arguments: Arguments, site: Site) -> Value:
    return result


def _all(result: Result, arguments: Arguments, site: Site) -> Value:
    if result.empty:
        return Sequence.of((), site)
    return Sequence.of_each(result.row, site, may_be_empty=not result.filled)


def _may_find_none(result: Result, site: Site) -> None:
    if result.empty:
        raise PathEnds(ROWS_ERROR)
    if site.machine.raises is not None:
        site.machine.raises.add(site.machine.heap, ROWS_ERROR)


def _one(result: Result, arguments: Arguments, site: Site) -> Value:
    _may_find_none(result, site)
    return _found(_single(result.row, site), site)


def _first(result: Result, arguments: Arguments, site: Site) -> Value:
    if result.empty:
        return NONE
    return _perhaps(_single(result.row, site), result)


def _next(result: Result, arguments: Arguments, site: Site) -> Value:
    # After the last row there is none.
    return _first(replace(result, filled=False), arguments, site)


def _scalar_one(result: Result, arguments: Arguments, site: Site) -> Value:
    _may_find_none(result, site)
    return _found(_single(_first_column(result.row), site), site)


def _scalar(result: Result, arguments: Arguments, site: Site) -> Value:
    if result.empty:
        return NONE
    return _perhaps(_single(_first_column(result.row), site), result)


def _mappings(result: Result, arguments: Arguments, site: Site) -> Value:
    return replace(result, scalars_only=False)


def _nothing(result: Result, arguments: Arguments, site: Site) -> Value:
    return NONE


def _partitions(result: Result, arguments: Arguments, site: Site) -> Value:
    rows = _all(result, arguments, site)
    return Stream(rows) if result.is_async else Sequence.of_each(rows, site)


def _freeze(result: Result, arguments: Arguments, site: Site) -> Value:
    again = replace(result, is_async=False)
    return Builtin("FrozenResult", lambda arguments, where: again)


@dataclass(frozen=True)
class Stream(Value):
    """An async iterator: `async for users in result.partitions()`."""

    each: Value

    def async_element(self, site: Site) -> Value | None:
        return self.each

    def truth(self, site: Site) -> bool | None:
        return True

    def escape(self, site: Site, seen: Seen) -> None:
        self.each.escape(site, seen)


_METHODS: dict[str, Callable[[Result, Arguments, Site], Value]] = {
    "all": _all,
    "close": _nothing,
    "columns": _same,
    "fetchall": _all,
    "fetchmany": _all,
    "fetchone": _next,
    "first": _first,
    "freeze": _freeze,
    "mappings": _mappings,
    "one": _one,
    "one_or_none": _first,
    "partitions": _partitions,
    "scalar": _scalar,
    "scalar_one": _scalar_one,
    "scalar_one_or_none": _scalar,
    "scalars": _scalars,
    "tuples": _same,
    "unique": _same,
    "yield_per": _same,
}
_CHAINED = frozenset(
    {"columns", "mappings", "partitions", "scalars", "tuples", "unique", "yield_per"}
)
