from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Colour(Base):
    __tablename__ = "colour"

    name: Mapped[str] = mapped_column(primary_key=True)
