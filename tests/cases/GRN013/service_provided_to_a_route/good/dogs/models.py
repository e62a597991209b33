from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Kennel(Base):
    __tablename__ = "kennel"

    id: Mapped[int] = mapped_column(primary_key=True)
    town: Mapped[str]
    dogs: Mapped[list[Dog]] = relationship()


class Dog(Base):
    __tablename__ = "dog"

    id: Mapped[int] = mapped_column(primary_key=True)
    kennel_id: Mapped[int] = mapped_column(ForeignKey("kennel.id"))
    name: Mapped[str]
