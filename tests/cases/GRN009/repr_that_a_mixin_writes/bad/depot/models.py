from __future__ import annotations

from depot.mixins import Described
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(Described, DeclarativeBase):
    pass


class Pallet(Base):
    __tablename__ = "pallet"
    shown = ("id", "place")

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    weight: Mapped[int]
