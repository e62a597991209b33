from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Passage(Base):
    __tablename__ = "passage"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat: Mapped[int] = mapped_column(unique=True)
