from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "order"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    loaves: Mapped[list[Loaf]] = relationship()


class Loaf(Base):
    __tablename__ = "loaf"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
