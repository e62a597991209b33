from __future__ import annotations

from advanced_alchemy.base import UUIDAuditBase
from sqlalchemy.orm import Mapped


class Hive(UUIDAuditBase):
    place: Mapped[str]
