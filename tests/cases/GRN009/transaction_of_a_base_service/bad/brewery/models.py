from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Barrel(Base):
    __tablename__ = "barrel"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    litres: Mapped[int]
