from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from greenhouse.mixins import Timestamps


class Base(DeclarativeBase):
    pass


class Bed(Timestamps, Base):
    __tablename__ = "bed"

    id: Mapped[int] = mapped_column(primary_key=True)
    plant: Mapped[str]
