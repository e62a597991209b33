from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Plant(Base):
    __tablename__ = "plant"

    id: Mapped[int] = mapped_column(primary_key=True)
    latin: Mapped[str]


class Name(Base):
    __tablename__ = "name"

    text: Mapped[str] = mapped_column(primary_key=True)
    plant_id: Mapped[int]
