from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Painter(Base):
    __tablename__ = "painter"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    pictures: Mapped[list[Picture]] = relationship()

    @property
    def size(self) -> int:
        return len(self.pictures)


class Picture(Base):
    __tablename__ = "picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    painter_id: Mapped[int] = mapped_column(ForeignKey("painter.id"))
