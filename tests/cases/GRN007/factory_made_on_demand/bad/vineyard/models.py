from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Grape(Base):
    __tablename__ = "grape"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Bottle(Base):
    __tablename__ = "bottle"

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    grape_id: Mapped[int] = mapped_column(ForeignKey("grape.id"))
    grape: Mapped[Grape] = relationship()
