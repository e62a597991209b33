from __future__ import annotations

from collections.abc import Generator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from clinic.models import Base

engine = create_engine("sqlite:///clinic.db", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(engine)


def create_tables() -> None:
    Base.metadata.create_all(engine)


def get_db() -> Generator[Session, None, None]:
    with SessionLocal() as db:
        yield db
