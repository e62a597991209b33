from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Tagged:
    """What has words of its own."""

    words: AssociationProxy[list[str]] = association_proxy("taggings", "word")


class Page(Tagged, Base):
    __tablename__ = "page"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    taggings: Mapped[list[Tagging]] = relationship()


class Tagging(Base):
    __tablename__ = "tagging"

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str]
    page_id: Mapped[int] = mapped_column(ForeignKey("page.id"))
