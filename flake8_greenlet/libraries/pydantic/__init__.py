"""Pydantic: schemas, and what they read of the objects that they are made from.

`schemas` says what a schema is, `generics` what its type parameters stand for, `validators` what
the project's own functions have a say in, and `validation` what is read, and what comes of it.
"""

from __future__ import annotations

from flake8_greenlet.interpreter.builtins import BUILTINS
from flake8_greenlet.interpreter.classes import ClassMethod
from flake8_greenlet.interpreter.values import UNKNOWN, Builtin, Value
from flake8_greenlet.libraries.pydantic import generics, schemas, validation, validators
from flake8_greenlet.libraries.pydantic.schemas import default_of
from flake8_greenlet.libraries.pydantic.validation import validate, validated

__all__ = ["OF_A_SCHEMA", "default_of", "lookup", "validate", "validated"]

OF_A_SCHEMA: dict[str, Value] = {
    "__class_getitem__": Builtin("__class_getitem__", generics.parametrised),
    "__init__": Builtin("__init__", validation.construct),
    **{
        name: ClassMethod(Builtin(name, validated))
        for name in ("from_orm", "model_validate", "parse_obj")
    },
}
"""What a schema has."""

_NAMES: dict[str, Value] = {
    "AfterValidator": validators.annotated("after"),
    "AliasChoices": Builtin("AliasChoices", schemas.alias_choices),
    "BaseModel": schemas.SchemaRoot(OF_A_SCHEMA),
    "BeforeValidator": validators.annotated("before"),
    "ConfigDict": BUILTINS["dict"],
    "Field": Builtin("Field", schemas.field),
    "GenericModel": schemas.SchemaRoot(OF_A_SCHEMA),
    "PlainValidator": validators.annotated("plain"),
    "RootModel": schemas.OneThing(OF_A_SCHEMA),
    "TypeAdapter": Builtin(
        "TypeAdapter", lambda given, site: validation.Adapter(given.first() or UNKNOWN)
    ),
    "WrapValidator": validators.annotated("wrap"),
    "field_validator": Builtin("field_validator", validators.of_fields),
    "model_validator": Builtin("model_validator", validators.of_the_whole),
    "parse_obj_as": Builtin("parse_obj_as", validated),
    "root_validator": Builtin("root_validator", validators.of_the_whole_in_version_1),
    "validator": Builtin("validator", validators.of_fields_in_version_1),
}


def lookup(qualified: str) -> Value | None:
    """The meaning of a dotted name below `pydantic`."""
    root, _, rest = qualified.partition(".")
    return _NAMES.get(rest.rpartition(".")[2]) if root == "pydantic" else None
