from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Tank(Base):
    __tablename__ = "tank"

    id: Mapped[int] = mapped_column(primary_key=True)
    litres: Mapped[int]
    fishes: Mapped[list[Fish]] = relationship()


class Fish(Base):
    __tablename__ = "fish"

    id: Mapped[int] = mapped_column(primary_key=True)
    species: Mapped[str]
    tank_id: Mapped[int] = mapped_column(ForeignKey("tank.id"))
