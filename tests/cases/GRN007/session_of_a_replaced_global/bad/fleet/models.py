from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Line(Base):
    __tablename__ = "line"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    buses: Mapped[list[Bus]] = relationship(back_populates="line")


class Bus(Base):
    __tablename__ = "bus"

    id: Mapped[int] = mapped_column(primary_key=True)
    plate: Mapped[str]
    line_id: Mapped[int] = mapped_column(ForeignKey("line.id"))
    line: Mapped[Line] = relationship(back_populates="buses")
