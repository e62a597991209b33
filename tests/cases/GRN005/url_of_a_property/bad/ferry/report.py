from __future__ import annotations

from sqlalchemy import create_engine, text

from ferry.settings import settings

engine = create_engine(settings.database_url)  # GRN005: MissingGreenlet later


def crossings() -> int:
    with engine.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        return connection.scalar(text("SELECT 1"))
