"""Alembic's env.py in small: engine_from_config() with the URL of an async driver."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from migrations.env import run_migrations_online


async def main() -> None:
    await run_migrations_online()
