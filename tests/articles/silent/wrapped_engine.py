"""The engine of Alembic's asynchronous template for SQLAlchemy 1.4: made sync, used async."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine, engine_from_config, pool
from sqlalchemy.ext.asyncio import AsyncEngine

config = context.config
plain = create_engine("sqlite+aiosqlite:///app.db")
engine = AsyncEngine(plain)


def do_run_migrations(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def run_migrations_online():
    connectable = AsyncEngine(
        engine_from_config(config.get_section("alembic"), prefix="sqlalchemy.", poolclass=pool.NullPool)
    )
    async with connectable.connect() as connection:
        await connection.run_sync(do_run_migrations)
    await connectable.dispose()
