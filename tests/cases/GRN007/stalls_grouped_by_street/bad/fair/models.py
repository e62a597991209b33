from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Stall(Base):
    __tablename__ = "stall"

    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str]
    wares: Mapped[str]
    visits: Mapped[list[Visit]] = relationship(back_populates="stall")


class Visit(Base):
    __tablename__ = "visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str]
    stall_id: Mapped[int] = mapped_column(ForeignKey("stall.id"))
    stall: Mapped[Stall] = relationship(back_populates="visits")
