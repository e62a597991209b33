from __future__ import annotations

from advanced_alchemy.base import BigIntBase
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Vineyard(BigIntBase):
    name: Mapped[str]
    barrels: Mapped[list[Barrel]] = relationship()


class Barrel(BigIntBase):
    vineyard_id: Mapped[int] = mapped_column(ForeignKey("vineyard.id"))
    litres: Mapped[int]
