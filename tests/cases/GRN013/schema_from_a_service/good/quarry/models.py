from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Quarry(Base):
    __tablename__ = "quarry"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    stones: Mapped[list[Stone]] = relationship()


class Stone(Base):
    __tablename__ = "stone"

    id: Mapped[int] = mapped_column(primary_key=True)
    quarry_id: Mapped[int] = mapped_column(ForeignKey("quarry.id"))
    kind: Mapped[str]
