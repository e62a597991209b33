from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Ship(Base):
    __tablename__ = "ship"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Berth(Base):
    __tablename__ = "berth"

    number: Mapped[int] = mapped_column(primary_key=True)
    is_free: Mapped[bool]
