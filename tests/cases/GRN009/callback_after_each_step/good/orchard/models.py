from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Tree(Base):
    __tablename__ = "tree"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    apples: Mapped[int]
    is_pruned: Mapped[bool]
