from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Driver(Base):
    __tablename__ = "driver"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Tour(Base):
    __tablename__ = "tour"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    driver_id: Mapped[int] = mapped_column(ForeignKey("driver.id"))
    driver: Mapped[Driver] = relationship()
