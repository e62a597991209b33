from __future__ import annotations

from sqlalchemy import create_engine, text

from ferry.settings import settings

engine = create_engine(settings.sync_database_url)


def crossings() -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT 1"))
