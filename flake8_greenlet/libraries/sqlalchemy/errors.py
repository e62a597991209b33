"""What a session raises where the database, or the session itself, refuses.

Source: "Core Exceptions", "ORM Exceptions".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.values import Value


class DatabaseError(Value):
    """Whatever SQLAlchemy raises when the database refuses: `IntegrityError` and its kin."""


class ReadError(DatabaseError):
    """What the database raises when nothing was written: no constraint was violated."""


class RefusalError(DatabaseError):
    """`PendingRollbackError`: a flush has failed, and there was no rollback since."""


class RowsError(DatabaseError):
    """`NoResultFound`, `MultipleResultsFound`: nobody knows how many rows there are."""


class InvalidRequestError(DatabaseError):
    """The session has no row for the object, because it is new or is none at all; or an attribute
    is read that is not to be loaded (`lazy="raise"`)."""


class DetachedError(DatabaseError):
    """`DetachedInstanceError`: what has expired is read of an object that no session has."""


DATABASE_ERROR = DatabaseError()
ROWS_ERROR = RowsError()
READ_ERROR = ReadError()
REFUSAL = RefusalError()
INVALID_REQUEST = InvalidRequestError()
DETACHED_ERROR = DetachedError()
