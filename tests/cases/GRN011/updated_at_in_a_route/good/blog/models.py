from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Timestamps


class Article(Timestamps, Base):
    __tablename__ = "article"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
