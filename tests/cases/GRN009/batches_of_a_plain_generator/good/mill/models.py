from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Sack(Base):
    __tablename__ = "sack"

    id: Mapped[int] = mapped_column(primary_key=True)
    grain: Mapped[str]
    ground: Mapped[bool]
