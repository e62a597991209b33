from __future__ import annotations

from sqlalchemy import engine_from_config, pool
from sqlalchemy.engine import Connection

from .models import target_metadata

configuration = {"sqlalchemy.url": "sqlite+aiosqlite:///app.db", "sqlalchemy.echo": "false"}


def do_run_migrations(connection: Connection) -> None:
    target_metadata.create_all(connection)


def run_migrations_online() -> None:
    connectable = engine_from_config(  # GRN005: MissingGreenlet later
        configuration,
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    with connectable.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        do_run_migrations(connection)
