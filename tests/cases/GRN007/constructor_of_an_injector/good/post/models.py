from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    receiver: Mapped[str]
    stamps: Mapped[list[Stamp]] = relationship()


class Stamp(Base):
    __tablename__ = "stamp"

    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
