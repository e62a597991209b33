from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Reader(Base):
    __tablename__ = "reader"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    loans: Mapped[list[Loan]] = relationship(back_populates="reader")


class Loan(Base):
    __tablename__ = "loan"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    reader_id: Mapped[int] = mapped_column(ForeignKey("reader.id"))
    reader: Mapped[Reader] = relationship(back_populates="loans")
