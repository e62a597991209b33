from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Planet(Base):
    __tablename__ = "planet"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    moons: Mapped[list[Moon]] = relationship()


class Moon(Base):
    __tablename__ = "moon"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    planet_id: Mapped[int] = mapped_column(ForeignKey("planet.id"))
