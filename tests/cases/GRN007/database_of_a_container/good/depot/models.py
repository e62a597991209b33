from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelf"

    id: Mapped[int] = mapped_column(primary_key=True)
    crates: Mapped[list[Crate]] = relationship()


class Crate(Base):
    __tablename__ = "crate"

    id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[int]
    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelf.id"))
