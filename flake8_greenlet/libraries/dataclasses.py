"""`dataclasses` and attrs: fields, and what is read of a mapped dataclass."""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import Sequence, Tuple
from flake8_greenlet.interpreter.fields import Field
from flake8_greenlet.interpreter.values import FALSE, TRUE, UNKNOWN, Arguments, Builtin, Site, Value
from flake8_greenlet.libraries.sqlalchemy.instances import MappedInstance
from flake8_greenlet.libraries.sqlalchemy.mapped_dataclasses import fields


def _convert(arguments: Arguments, site: Site) -> Value:
    """`asdict(user)`, `astuple(user)`"""
    _read_fields(arguments.first() or UNKNOWN, site)
    return UNKNOWN


def _read_fields(value: Value, site: Site) -> None:
    """Read every field of a dataclass, and of the dataclasses that these hold."""
    if isinstance(value, (Tuple, Sequence)):
        _read_fields(value.element(site) or UNKNOWN, site)
        return
    under_way = site.machine.representing
    for instance in value.alternatives():
        if isinstance(instance, MappedInstance) and instance not in under_way:
            under_way.add(instance)
            try:
                for name in fields(instance.kind(site).project_class):
                    _read_fields(instance.get(name, site), site)
            finally:
                under_way.remove(instance)


def _replace(arguments: Arguments, site: Site) -> Value:
    """`replace(user, name="ann")`: a new object with the other fields of the old one."""
    source = arguments.first()
    if not isinstance(source, MappedInstance):
        arguments.escape(site)
        return UNKNOWN
    given = dict(arguments.keywords)
    for name, options in fields(source.cls.project_class).items():
        if options.init and name not in given:
            given[name] = source.get(name, site)
    return source.cls.call(Arguments([], given, arguments.open_ended), site)


def _field(arguments: Arguments, site: Site) -> Value:
    """`field(default_factory=list)`"""
    given = arguments.keywords
    return Field(
        given.get("default"),
        given.get("default_factory") or given.get("factory"),
        init=given.get("init") != FALSE,
        keyword_only=given.get("kw_only") == TRUE,
    )


_FIELD = Builtin("field", _field)
_NAMES: dict[str, Value] = {
    **{f"attr.{name}": _FIELD for name in ("attrib", "field", "ib")},
    "attrs.field": _FIELD,
    "dataclasses.asdict": Builtin("asdict", _convert),
    "dataclasses.astuple": Builtin("astuple", _convert),
    "dataclasses.field": _FIELD,
    "dataclasses.fields": Builtin("fields", lambda arguments, site: UNKNOWN),
    "dataclasses.is_dataclass": Builtin("is_dataclass", lambda arguments, site: UNKNOWN),
    "dataclasses.replace": Builtin("replace", _replace),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `dataclasses`, `attr` or `attrs`."""
    return _NAMES.get(qualified)
