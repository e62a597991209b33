from __future__ import annotations

from sqlalchemy import create_engine

from .models import Base
from .urls import SYNC_URL


def create_tables() -> None:
    engine = create_engine(SYNC_URL)
    Base.metadata.create_all(engine)
    engine.dispose()
