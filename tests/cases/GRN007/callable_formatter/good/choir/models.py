from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Voice(Base):
    __tablename__ = "voice"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Singer(Base):
    __tablename__ = "singer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    voice_id: Mapped[int] = mapped_column(ForeignKey("voice.id"))
    voice: Mapped[Voice] = relationship()
