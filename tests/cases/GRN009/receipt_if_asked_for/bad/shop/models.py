from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Sale(Base):
    __tablename__ = "sale"

    id: Mapped[int] = mapped_column(primary_key=True)
    buyer: Mapped[str]
    total: Mapped[int]
    is_paid: Mapped[bool] = mapped_column(default=False)
