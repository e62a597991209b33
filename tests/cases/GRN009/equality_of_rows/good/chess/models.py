from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Player(Base):
    __tablename__ = "player"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    games: Mapped[int] = mapped_column(default=0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Player) and self.title == other.title

    __hash__ = object.__hash__
