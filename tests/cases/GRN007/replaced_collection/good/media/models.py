from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


video_label = Table(
    "video_label",
    Base.metadata,
    Column("video_id", ForeignKey("video.id"), primary_key=True),
    Column("label_id", ForeignKey("label.id"), primary_key=True),
)


class Video(Base):
    __tablename__ = "video"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    labels: Mapped[list["Label"]] = relationship(secondary=video_label, back_populates="videos")


class Label(Base):
    __tablename__ = "label"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    videos: Mapped[list["Video"]] = relationship(secondary=video_label, back_populates="labels")
