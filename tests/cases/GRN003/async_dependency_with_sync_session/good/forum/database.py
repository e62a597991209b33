from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from .models import Account, Base

engine = create_engine("sqlite:///forum.db", connect_args={"check_same_thread": False})
open_session = sessionmaker(engine)


def create_tables() -> None:
    Base.metadata.create_all(engine)
    with open_session.begin() as session:
        session.add(Account(token="t-1", nick="ada"))


def get_session() -> Iterator[Session]:
    with open_session() as session:
        yield session
