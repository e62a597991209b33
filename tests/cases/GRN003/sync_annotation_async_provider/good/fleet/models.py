from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Van(Base):
    __tablename__ = "van"

    id: Mapped[int] = mapped_column(primary_key=True)
    plate: Mapped[str]
