"""A background task opens a session from the factory of another file."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from mailer.db import create_tables
from mailer.tasks import purge


async def main() -> None:
    await create_tables()
    await purge(30)
