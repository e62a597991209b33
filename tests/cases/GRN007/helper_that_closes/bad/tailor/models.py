from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Suit(Base):
    __tablename__ = "suit"

    id: Mapped[int] = mapped_column(primary_key=True)
    cloth: Mapped[str]
    fittings: Mapped[list[Fitting]] = relationship()


class Fitting(Base):
    __tablename__ = "fitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    suit_id: Mapped[int] = mapped_column(ForeignKey("suit.id"))
