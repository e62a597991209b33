from __future__ import annotations

from uuid import UUID

from advanced_alchemy.base import UUIDBase
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Cake(UUIDBase):
    name: Mapped[str]
    layers: Mapped[list[Layer]] = relationship()


class Layer(UUIDBase):
    cake_id: Mapped[UUID] = mapped_column(ForeignKey("cake.id"))
    taste: Mapped[str]
