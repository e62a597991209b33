from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Bottle(Base):
    __tablename__ = "bottle"

    id: Mapped[int] = mapped_column(primary_key=True)
    wine: Mapped[str]
    empty: Mapped[bool] = mapped_column(default=False)
    moved_at: Mapped[datetime] = mapped_column(default=func.now(), onupdate=func.now())
