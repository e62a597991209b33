from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Berth(Base):
    __tablename__ = "berth"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class Ship(Base):
    __tablename__ = "ship"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    berth_id: Mapped[int] = mapped_column(ForeignKey("berth.id"))
    berth: Mapped[Berth] = relationship()

    def __str__(self) -> str:
        return f"{self.name} at berth {self.berth.number}"
