from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from .database import Base


class Crate(Base):
    __tablename__ = "crate"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
