from __future__ import annotations

from alembic import context
from sqlalchemy import engine_from_config, pool
from tides.settings import DATABASE_URL

config = context.config
config.set_main_option("sqlalchemy.url", DATABASE_URL.replace("%", "%%"))


def run_migrations() -> None:
    engine = engine_from_config(  # GRN005: MissingGreenlet later
        config.get_section(config.config_ini_section, {}),
        prefix="sqlalchemy.",
        poolclass=pool.NullPool,
    )
    with engine.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
