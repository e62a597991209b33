from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Bike(Base):
    __tablename__ = "bike"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    trips: Mapped[int]
