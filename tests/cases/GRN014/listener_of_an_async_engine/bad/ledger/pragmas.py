from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


def _on_connect(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def set_pragmas(engine: AsyncEngine) -> None:
    event.listen(engine, "connect", _on_connect)  # GRN014: NotImplementedError: asynchronous events
