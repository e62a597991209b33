from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Beer(Base):
    __tablename__ = "beer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    batches: Mapped[list[Batch]] = relationship()


class Batch(Base):
    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    beer_id: Mapped[int] = mapped_column(ForeignKey("beer.id"))
    litres: Mapped[int]
