from __future__ import annotations

from sqlalchemy import pool
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from .models import target_metadata

configuration = {"sqlalchemy.url": "sqlite+aiosqlite:///app.db", "sqlalchemy.echo": "false"}


def do_run_migrations(connection: Connection) -> None:
    target_metadata.create_all(connection)


async def run_migrations_online() -> None:
    connectable = create_async_engine(
        configuration["sqlalchemy.url"],
        poolclass=pool.NullPool,
    )
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()
