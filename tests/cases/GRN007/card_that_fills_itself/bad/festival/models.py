from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Band(Base):
    __tablename__ = "band"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    gigs: Mapped[list[Gig]] = relationship()


class Gig(Base):
    __tablename__ = "gig"

    id: Mapped[int] = mapped_column(primary_key=True)
    band_id: Mapped[int] = mapped_column(ForeignKey("band.id"))
    stage: Mapped[str]
