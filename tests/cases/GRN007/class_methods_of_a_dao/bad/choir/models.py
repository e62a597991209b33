from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Composer(Base):
    __tablename__ = "composer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Piece(Base):
    __tablename__ = "piece"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    composer_id: Mapped[int] = mapped_column(ForeignKey("composer.id"))
    composer: Mapped[Composer] = relationship()
