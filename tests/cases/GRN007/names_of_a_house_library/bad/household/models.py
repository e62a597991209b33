from __future__ import annotations

from housekit.models import Model as Base
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Room(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    chores: Mapped[list[Chore]] = relationship()


class Chore(Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
