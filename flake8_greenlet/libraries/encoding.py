"""What is read of an object that is written out without a schema: its `__dict__`.

Source: FastAPI's "JSON Compatible Encoder"; what it does with an object of a mapped class that has
expired is in the case `GRN018/new_row_of_a_route`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from flake8_greenlet.events import EmptyAnswer, Expired
from flake8_greenlet.interpreter.classes import Instance
from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import contents
from flake8_greenlet.libraries.sqlalchemy.definitions import is_sqlmodel
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.records import dataclass


def encode(value: Value, site: Site, encoder: str | None, *, by_schema: bool = False) -> None:
    """Tell of each object that is written out and surely has nothing in its `__dict__`.

    A schema writes out only objects that are schemas themselves, as those of SQLModel are.
    """
    alone = any(isinstance(each, MappedInstance) for each in value.alternatives())
    writer = _Writer(site, encoder, _spelled(site.node) if alone else None)
    writer.write(value, by_schema=by_schema)


def _spelled(node: ast.AST) -> str | None:
    """How the source spells the object that is returned, handed over or asked."""
    spelled: ast.AST | None = None
    if isinstance(node, ast.Return):
        spelled = node.value
    elif isinstance(node, ast.Call):
        spelled = node.args[0] if node.args else getattr(node.func, "value", None)
    return spelled.id if isinstance(spelled, ast.Name) else None


@dataclass(frozen=True)
class _Writer:
    site: Site
    encoder: str | None
    receiver: str | None

    def write(self, value: Value, *, by_schema: bool) -> None:
        under_way = self.site.machine.representing
        if isinstance(value, MappedInstance):
            if not by_schema or any(map(is_sqlmodel, value.cls.project_class.roots)):
                self._write_one(value)
        elif value not in under_way:
            under_way.add(value)
            for part in _parts(value, self.site):
                self.write(part, by_schema=by_schema or isinstance(value, Instance))
            under_way.remove(value)

    def _write_one(self, instance: MappedInstance) -> None:
        state = instance.state(self.site)
        session = contents.session_state(state.session, self.site)
        if session is None or not session.is_async or not state.may_be_persistent:
            return
        slots = [state.slot(attribute) for attribute in instance.cls.mapping.attributes.values()]
        if any(slot.is_loaded or slot.unknown for slot in slots) or state.is_new:
            return
        causes = [slot.cause for slot in slots]
        taken = next((cause for cause in causes if isinstance(cause, Expired)), None)
        if taken is not None and state.is_gone:
            self.site.emit(EmptyAnswer(instance.cls.name, taken.by, self.receiver, self.encoder))


def _parts(value: Value, site: Site) -> Iterable[Value]:
    """What is written out with a value."""
    if isinstance(value, Alternatives):
        there = [each for each in value.values if each != NONE]
        return there if len(there) == 1 else ()  # else there is something on some path
    if isinstance(value, Tuple):
        return value.items
    if isinstance(value, Sequence):
        return (value.element(site) or UNKNOWN,)
    if isinstance(value, Dict):
        entries = value.entries(site)
        return (*entries.known.values(), entries.rest)
    if isinstance(value, Instance):
        return value.attributes(site).values.values()
    return ()


def _jsonable_encoder(arguments: Arguments, site: Site) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    encode(value, site, "jsonable_encoder()")
    return UNKNOWN


JSONABLE_ENCODER = Builtin("jsonable_encoder", _jsonable_encoder)
