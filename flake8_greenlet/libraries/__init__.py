"""What names from outside the project mean, one module per library.

A library module offers `lookup(qualified)` for its dotted names; `ROOTS` are the top-level
packages that it explains.  To teach the plugin a new library, copy a neighbour and add it to
`_LOOKUPS`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from flake8_greenlet import mentions
from flake8_greenlet.interpreter import types
from flake8_greenlet.interpreter.classes import ClassValue, Instance, as_class
from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.functions import FunctionValue
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.types import Form
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Opaque,
    Site,
    Value,
)
from flake8_greenlet.libraries import (
    advanced_alchemy,
    alembic,
    asyncio,
    contexts,
    contextvars,
    dataclasses,
    exceptions,
    fastapi,
    fastapi_users,
    injection,
    msgspec,
    operators,
    pandas,
    patching,
    pydantic,
    pytest,
    sqlalchemy,
    sqlmodel,
    standard,
    untyped,
)
from flake8_greenlet.libraries.sqlalchemy import engines
from flake8_greenlet.libraries.sqlalchemy.definitions import is_sqlmodel
from flake8_greenlet.libraries.sqlalchemy.factories import Factory, SessionClass
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.large_collections import WriteOnlyCollection
from flake8_greenlet.libraries.sqlalchemy.legacy import Query
from flake8_greenlet.libraries.sqlalchemy.mapping import (
    ClassAttribute,
    MappedClass,
    SqlExpression,
    is_orm,
)
from flake8_greenlet.libraries.sqlalchemy.sessions import Session
from flake8_greenlet.libraries.sqlalchemy.urls import TextPrefix
from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8_greenlet.project import Module, Project

_LOOKUPS: tuple[Callable[[str], Value | None], ...] = tuple(
    module.lookup
    for module in (
        sqlalchemy,
        sqlmodel,
        advanced_alchemy,
        alembic,
        fastapi_users,
        fastapi,
        pydantic,
        msgspec,
        pandas,
        pytest,
        patching,
        asyncio,
        contextvars,
        injection,
        dataclasses,
        operators,
        standard,
    )
)
_KNOWN_ROOTS = frozenset({"sqlalchemy"})
_NO_LISTS = (MappedInstance, Query, WriteOnlyCollection)


@dataclass(frozen=True)
class Settings:
    """What the user has said about the libraries of the project."""

    sqlalchemy_version: tuple[int, int] | None = None
    """None for what holds in every supported 2.x."""
    expire_on_commit: bool | None = None
    """None to find it at the factory of each session."""
    session_names: frozenset[str] = frozenset()
    """Dotted names from outside the project that mean `AsyncSession`."""
    model_bases: frozenset[str] = frozenset()
    """Dotted names of classes from outside the project whose subclasses are mapped."""


class KnownLibraries:
    """The libraries explained here, as the interpreter asks for them."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def lookup(self, qualified: str) -> Value | None:
        if qualified in self.settings.session_names:
            return sqlalchemy.ASYNC_SESSION
        if qualified in self.settings.model_bases:
            return External(self, qualified)
        for look in _LOOKUPS:
            value = look(qualified)
            if value is not None:
                return value
        return None

    def knows(self, name: str) -> bool:
        return name.partition(".")[0] in _KNOWN_ROOTS

    def may_concern(self, module: Module, project: Project) -> bool:
        named = self.settings.session_names | self.settings.model_bases
        return project.reaches(module, mentions.words(named))

    def unbound(self, name: str) -> Value | None:
        if name in sqlalchemy.UNBOUND:
            return sqlalchemy.NAMES[name]
        return fastapi.unbound(name)

    def default_of(self, cls: ClassValue, name: str, member: Value, site: Site) -> Value:
        return pydantic.default_of(cls, name, member, site)

    def adopt(self, cls: ClassValue) -> Value:
        return sqlalchemy.adopt(cls) or cls

    def entered(self, function: FunctionValue, receiver: Value | None, site: Site) -> None:
        patching.decorated(function, site)
        pytest.entered(function, receiver, site)
        fastapi.entered(function, receiver, site)

    def parameter(
        self, annotation: Value | None, default: Value | None, site: Site
    ) -> Value | None:
        provided = fastapi.parameter(annotation, default, site)
        return pytest.parameter(annotation, default, site) if provided is None else provided

    def answered(self, function: FunctionValue, value: Value, site: Site) -> None:
        fastapi.answered(function, value, site)

    def operate(self, left: Value, operator: ast.operator, right: Value, site: Site) -> Value:
        if isinstance(operator, ast.BitOr) and _is_type(left) and _is_type(right):
            return types.union(left, right)
        sql = (SqlExpression, ClassAttribute)
        if isinstance(left, sql) or isinstance(right, sql):
            return SqlExpression(
                evaluable=_is_evaluable(left) and _is_evaluable(right),
                is_orm=is_orm(left) or is_orm(right),
            )
        if isinstance(operator, ast.Add) and isinstance(left, TextPrefix):
            return left
        if isinstance(operator, ast.Add) and isinstance(right, TextPrefix):
            return right.after(left)
        return UNKNOWN

    def text_prefix(self, text: str) -> Value:
        return TextPrefix(text)

    def is_instance(self, value: Value, cls: Value, site: Site) -> bool | None:
        if isinstance(cls, Tuple):
            return exceptions.any_of(self.is_instance(value, item, site) for item in cls.items)
        if isinstance(value, Session) and isinstance(cls, SessionClass):
            return value.is_async is cls.is_async
        answer = engines.is_instance(value, cls)
        if answer is not None:
            return answer
        if _is_of_another_kind(value, cls):
            return False
        wanted = as_class(cls)
        if isinstance(value, MappedInstance) and wanted is not None:
            return value.is_instance(wanted, site)
        if isinstance(value, MappedInstance) and _is_below(value.cls.project_class, cls):
            return True
        if isinstance(value, Instance) and wanted is not None:
            if wanted in value.cls.lineage:
                return True
            return False if value.cls.is_complete else None
        if value.is_awaitable and getattr(cls, "qualified", "") in _OF_AWAITABLES:
            return True
        if isinstance(value, Constant):
            if wanted is not None or isinstance(cls, (MappedClass, SessionClass)):
                return False
            return None
        if isinstance(cls, Form):
            kinds: dict[str, type] = {"list": Sequence, "dict": Dict, "tuple": Tuple}
            kind = kinds.get(cls.name)
            if kind is not None and isinstance(value, (Sequence, Dict, Tuple, *_NO_LISTS)):
                return isinstance(value, kind) or (None if isinstance(value, Sequence) else False)
        return None

    def catches(self, cls: Value, exception: Value) -> bool | None:
        return exceptions.catches(cls, exception)

    def expects_greenlet_error(self, cls: Value) -> bool:
        if isinstance(cls, Tuple):
            return any(self.expects_greenlet_error(item) for item in cls.items)
        return (
            isinstance(cls, External)
            and cls.qualified.rpartition(".")[2] in sqlalchemy.GREENLET_ERRORS
        )

    def expected_failure(self, manager: Value, node: ast.expr) -> Value | None:
        if isinstance(manager, contexts.Raises):
            return manager.expected
        return UNKNOWN if contexts.names_a_failure(node) else None

    def suppressed(self, manager: Value) -> Value | None:
        return Tuple(manager.classes) if isinstance(manager, contexts.Suppress) else None

    def reports_at_call(self, cls: ClassValue) -> bool:
        return isinstance(cls.world.as_adopted(cls), MappedClass) or sqlalchemy.is_mapped_base(cls)

    def tells_at_call(self, event: object, site: Site) -> bool:
        return pytest.tells_at_call(event, site)

    def opaque_called(
        self, function: Opaque, arguments: Arguments, result: Opaque, site: Site
    ) -> None:
        untyped.called(function, arguments, result, site)

    def opaque_dropped(self, value: Opaque, site: Site) -> None:
        untyped.dropped(value, site)


_TYPES = (
    *(ClassValue, MappedClass, SessionClass, Form, External, Builtin, Factory),
    *(engines.AsyncConnectionClass, engines.AsyncEngineClass),
    *(types.UnionType, types.CollectionType, types.MappingType, types.TupleType),
    *(types.AnnotatedType, types.TypeVariable),
)


_OF_AWAITABLES = frozenset(
    f"{module}.{name}"
    for module in ("collections.abc", "types", "typing")
    for name in ("Awaitable", "Coroutine", "CoroutineType")
)
_OF_NONE = frozenset({"builtins.object", "collections.abc.Hashable", "types.NoneType"})


def _is_of_another_kind(value: Value, cls: Value) -> bool:
    """Whether something cannot be of a class, whatever else is known of either."""
    if isinstance(value, Session):
        return isinstance(cls, MappedClass)
    if isinstance(value, MappedInstance):
        return isinstance(cls, SessionClass)
    return value == NONE and isinstance(cls, External) and cls.qualified not in _OF_NONE


def _is_below(table: ClassValue, cls: Value) -> bool:
    """Whether a table's class derives from a class of a library; SQLModel does from Pydantic's."""
    if cls in table.roots:
        return True
    return cls == pydantic.lookup("pydantic.BaseModel") and any(map(is_sqlmodel, table.roots))


def _is_evaluable(value: Value) -> bool:
    return value.evaluable if isinstance(value, SqlExpression) else True


def _is_type(value: Value) -> bool:
    if isinstance(value, Constant):
        return value.value is None or isinstance(value.value, str)
    return isinstance(value, _TYPES)
