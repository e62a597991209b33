from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, validates


class Base(DeclarativeBase):
    pass


class Site(Base):
    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    blasts: Mapped[list[Blast]] = relationship()

    @validates("name")
    def check_name(self, key: str, name: str) -> str:
        if len(self.blasts) > 9:
            raise ValueError("too well known for a new name")
        return name


class Blast(Base):
    __tablename__ = "blast"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge: Mapped[int]
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
