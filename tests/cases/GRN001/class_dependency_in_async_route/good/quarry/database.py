from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///quarry.db", connect_args={"check_same_thread": False})
SessionLocal = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Stone(Base):
    __tablename__ = "stone"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]


def get_db() -> Iterator[Session]:
    with SessionLocal() as session:
        yield session
