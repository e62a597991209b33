from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Menu(Base):
    __tablename__ = "menu"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[str]
    dishes: Mapped[list[Dish]] = relationship()


class Dish(Base):
    __tablename__ = "dish"

    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]
    menu_id: Mapped[int] = mapped_column(ForeignKey("menu.id"))
