from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from .models import Base

engine = create_engine("sqlite:///library.db", connect_args={"check_same_thread": False})
session_factory = sessionmaker(engine, expire_on_commit=False)


def create_tables() -> None:
    Base.metadata.create_all(engine)
