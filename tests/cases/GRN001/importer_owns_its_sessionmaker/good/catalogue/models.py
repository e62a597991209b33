from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "product"

    name: Mapped[str] = mapped_column(primary_key=True)
    copies: Mapped[int] = mapped_column(default=0)
