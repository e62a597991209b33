from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Choir(Base):
    __tablename__ = "choir"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    singers: Mapped[list[Singer]] = relationship()


class Singer(Base):
    __tablename__ = "singer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    choir_id: Mapped[int] = mapped_column(ForeignKey("choir.id"))
