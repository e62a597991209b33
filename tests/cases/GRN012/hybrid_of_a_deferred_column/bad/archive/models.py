from __future__ import annotations

from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Letter(Base):
    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str]
    text: Mapped[str] = mapped_column(deferred=True)

    @hybrid_property
    def words(self) -> int:
        return len(self.text.split())
