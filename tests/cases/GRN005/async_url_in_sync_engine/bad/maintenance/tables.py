from __future__ import annotations

from sqlalchemy import create_engine

from .models import Base
from .urls import ASYNC_URL


def create_tables() -> None:
    engine = create_engine(ASYNC_URL)  # GRN005: MissingGreenlet later
    Base.metadata.create_all(engine)  # here: MissingGreenlet: greenlet_spawn has not been called
    engine.dispose()
