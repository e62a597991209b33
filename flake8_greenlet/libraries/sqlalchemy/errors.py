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


class NoRowError(DatabaseError):
    """`InvalidRequestError`: the object is new, so the session has no row for it, or there is none
    at all."""


DATABASE_ERROR = DatabaseError()
ROWS_ERROR = RowsError()
READ_ERROR = ReadError()
REFUSAL = RefusalError()
NO_ROW = NoRowError()
