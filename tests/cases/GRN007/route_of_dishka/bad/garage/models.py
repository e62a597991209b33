from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Car(Base):
    __tablename__ = "car"

    id: Mapped[int] = mapped_column(primary_key=True)
    plate: Mapped[str]
    repairs: Mapped[list[Repair]] = relationship()


class Repair(Base):
    __tablename__ = "repair"

    id: Mapped[int] = mapped_column(primary_key=True)
    cost: Mapped[int]
    car_id: Mapped[int] = mapped_column(ForeignKey("car.id"))
