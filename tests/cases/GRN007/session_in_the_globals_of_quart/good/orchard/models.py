from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Tree(Base):
    __tablename__ = "tree"

    id: Mapped[int] = mapped_column(primary_key=True)
    sort: Mapped[str]
    apples: Mapped[list[Apple]] = relationship()


class Apple(Base):
    __tablename__ = "apple"

    id: Mapped[int] = mapped_column(primary_key=True)
    grams: Mapped[int]
    tree_id: Mapped[int] = mapped_column(ForeignKey("tree.id"))
