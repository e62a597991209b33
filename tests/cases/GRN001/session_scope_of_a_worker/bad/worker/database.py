from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from .models import Base

engine = create_engine("sqlite:///jobs.db")
Session_ = sessionmaker(engine, expire_on_commit=False)


def create_tables() -> None:
    Base.metadata.create_all(engine)


@asynccontextmanager
async def session_scope() -> AsyncIterator[Session]:
    session = Session_()  # GRN001: blocks later
    try:
        yield session
        session.commit()  # here: blocks
    except Exception:
        session.rollback()
        raise
    finally:
        session.close()
