"""Runs the migrations on the shop's database, or prints them with ``--sql``."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from bookshop.models import Base
from bookshop.settings import DATABASE_URL


def run_migrations_offline() -> None:
    context.configure(url=DATABASE_URL, target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run_migrations_online() -> None:
    engine = create_engine(DATABASE_URL, poolclass=NullPool)  # GRN005
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_migrations_offline()
else:
    run_migrations_online()
