from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from .mixins import Withdrawable


class Base(DeclarativeBase):
    pass


class Letter(Withdrawable, Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
