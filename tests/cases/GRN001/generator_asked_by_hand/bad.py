"""A task has no FastAPI around it, and takes the session out of `get_db()` by hand."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine("sqlite:///mushrooms.db")
SessionLocal = sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class Mushroom(Base):
    __tablename__ = "mushroom"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def get_db() -> Iterator[Session]:
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


async def first_name() -> str | None:
    generator = get_db()
    db = next(generator)
    name = db.scalar(select(Mushroom.name))  # GRN001: blocks
    generator.close()
    return name


Base.metadata.create_all(engine)


async def main() -> None:
    print(await first_name())
