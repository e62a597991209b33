"""Which `except` clause catches what was raised.

What Python raises has the hierarchy that Python gives it; what the database raises is whatever
SQLAlchemy makes of it ("Core Exceptions"): an error in what was read violates no constraint.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable

from flake8_greenlet.interpreter.classes import ClassValue, Instance, as_class
from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.modules import External
from flake8_greenlet.interpreter.values import UNKNOWN, Value
from flake8_greenlet.libraries.sqlalchemy.errors import (
    DatabaseError,
    DetachedError,
    InvalidRequestError,
    ReadError,
    RefusalError,
    RowsError,
)

EVERYTHING = ("builtins.Exception", "builtins.BaseException")
OF_SQLALCHEMY = "sqlalchemy.exc."
INVALID_REQUESTS = ("sqlalchemy.exc.InvalidRequestError", "sqlalchemy.exc.SQLAlchemyError")
REFUSALS = ("sqlalchemy.exc.PendingRollbackError", *INVALID_REQUESTS)
ROWS_ERRORS = (
    "sqlalchemy.exc.NoResultFound",
    "sqlalchemy.exc.MultipleResultsFound",
    *INVALID_REQUESTS,
)
REFUSED_AS = {
    RefusalError: REFUSALS,
    InvalidRequestError: INVALID_REQUESTS,
    DetachedError: ("sqlalchemy.exc.SQLAlchemyError",),
}
CONSTRAINT_ERRORS = ("sqlalchemy.exc.DataError", "sqlalchemy.exc.IntegrityError")


def catches(cls: Value, exception: Value) -> bool | None:
    """Whether `except cls` catches an exception; None when nobody can tell.

    The exception is an instance or a class of the project, a class from elsewhere by its name,
    what the database raises, or unknown.
    """
    if isinstance(cls, Tuple):
        return any_of(catches(item, exception) for item in cls.items)
    if isinstance(cls, External) and cls.qualified in EVERYTHING:
        return True
    if isinstance(exception, DatabaseError):
        return _catches_database_error(cls, exception)
    if exception is UNKNOWN and isinstance(cls, External):
        # What the database raises has a path of its own.
        return False if cls.qualified.startswith(OF_SQLALCHEMY) else None
    wanted = as_class(cls)
    raised = exception.cls if isinstance(exception, Instance) else exception
    if isinstance(raised, ClassValue):
        if wanted is not None:
            return wanted in raised.lineage
        # Without a known ancestor it may be anything.
        return any_of(_is_kind_of(root, cls) for root in raised.roots) if raised.roots else None
    if wanted is not None and isinstance(raised, External) and _builtin(raised.qualified):
        return False
    return _is_kind_of(raised, cls)


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """What `any()` is where an answer may be None, for one that nobody knows."""
    given = set(answers)
    return True if True in given else None if None in given else False


def _catches_database_error(cls: Value, exception: DatabaseError) -> bool | None:
    if isinstance(cls, External):
        if cls.qualified.startswith("builtins."):
            return False
        if isinstance(exception, RowsError):
            name = cls.qualified.replace("sqlalchemy.orm.exc.", OF_SQLALCHEMY)
            return name in ROWS_ERRORS if name.startswith(OF_SQLALCHEMY) else None
        names = REFUSED_AS.get(type(exception))
        if names is not None and cls.qualified.startswith(OF_SQLALCHEMY):
            return cls.qualified in names
        if isinstance(exception, ReadError) and cls.qualified in CONSTRAINT_ERRORS:
            return False
    return False if as_class(cls) is not None else None


def _is_kind_of(raised: Value, cls: Value) -> bool | None:
    """Whether a class from elsewhere is a subclass of another one, as far as their names tell."""
    if not isinstance(raised, External) or not isinstance(cls, External):
        return None
    if raised.qualified == cls.qualified:
        return True
    own, wanted = _builtin(raised.qualified), _builtin(cls.qualified)
    if own is not None and wanted is not None:
        return issubclass(own, wanted)
    if own is not None:
        # Its ancestors are builtins; only the standard library has other names for these.
        return None if cls.qualified.partition(".")[0] in sys.stdlib_module_names else False
    if cls.qualified.startswith(OF_SQLALCHEMY) and not raised.qualified.startswith("sqlalchemy."):
        return False
    return None


def _builtin(name: str) -> type[BaseException] | None:
    module, _, name = name.rpartition(".")
    found = getattr(builtins, name, None) if module == "builtins" else None
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
