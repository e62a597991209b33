from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Depot(Base):
    __tablename__ = "depot"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Tram(Base):
    __tablename__ = "tram"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    depot_id: Mapped[int] = mapped_column(ForeignKey("depot.id"))
    depot: Mapped[Depot] = relationship()
