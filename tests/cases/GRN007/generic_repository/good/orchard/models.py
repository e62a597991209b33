from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "row"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    trees: Mapped[list[Tree]] = relationship(back_populates="row")


class Tree(Base):
    __tablename__ = "tree"

    id: Mapped[int] = mapped_column(primary_key=True)
    sort: Mapped[str]
    row_id: Mapped[int] = mapped_column(ForeignKey("row.id"))
    row: Mapped[Row] = relationship(back_populates="trees")
