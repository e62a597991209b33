"""What is read of an object that is written out without a schema: its `__dict__`.

Source: FastAPI's "JSON Compatible Encoder"; what it does with an object of a mapped class that has
expired is in the case `GRN018/new_row_of_a_route`.
"""

from __future__ import annotations

import ast

from flake8_greenlet.events import EmptyAnswer, Expired
from flake8_greenlet.interpreter.containers import Dict, Sequence, Tuple
from flake8_greenlet.interpreter.values import (
    NOTHING,
    UNKNOWN,
    Alternatives,
    Arguments,
    Builtin,
    Site,
    Value,
)
from flake8_greenlet.libraries.sqlalchemy import contents
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance


def encode(value: Value, site: Site, encoder: str | None) -> None:
    """Tell of each object that is written out and surely has nothing in its `__dict__`."""
    if isinstance(value, Alternatives):
        return  # on some path something is there
    if isinstance(value, Tuple):
        for item in value.items:
            encode(item, site, encoder)
    elif isinstance(value, Sequence):
        encode(value.element(site) or UNKNOWN, site, encoder)
    elif isinstance(value, Dict):
        for item in value.entries(site).known.values():
            encode(item, site, encoder)
        if value.entries(site).rest is not NOTHING:
            encode(value.entries(site).rest, site, encoder)
    elif isinstance(value, MappedInstance):
        _encode_one(value, site, encoder)


def _encode_one(instance: MappedInstance, site: Site, encoder: str | None) -> None:
    state = instance.state(site)
    session = contents.session_state(state.session, site)
    if session is None or not session.is_async or not state.may_be_persistent:
        return
    slots = [state.slot(attribute) for attribute in instance.cls.mapping.attributes.values()]
    if any(slot.is_loaded or slot.unknown for slot in slots) or state.is_new:
        return
    causes = [slot.cause for slot in slots]
    taken = next((cause for cause in causes if isinstance(cause, Expired)), None)
    if taken is not None and state.is_gone:
        node = site.node.value if isinstance(site.node, ast.Return) else None
        receiver = node.id if isinstance(node, ast.Name) else None
        site.emit(EmptyAnswer(instance.cls.name, taken.by, receiver, encoder))


def _jsonable_encoder(arguments: Arguments, site: Site) -> Value:
    value = arguments.get(0, "obj") or UNKNOWN
    encode(value, site, "jsonable_encoder()")
    return UNKNOWN


JSONABLE_ENCODER = Builtin("jsonable_encoder", _jsonable_encoder)
