from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base


class Cart(Base):
    __tablename__ = "cart"

    items: Mapped[list[Item]] = relationship(back_populates="cart")

    @property
    def total(self) -> int:
        return sum(item.cents * item.copies for item in self.items)


class Item(Base):
    __tablename__ = "item"

    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id"))
    cents: Mapped[int]
    copies: Mapped[int] = mapped_column(default=1)
    cart: Mapped[Cart] = relationship(back_populates="items")
