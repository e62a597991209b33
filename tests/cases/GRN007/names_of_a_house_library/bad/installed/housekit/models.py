from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, declared_attr


class Model(DeclarativeBase):
    @declared_attr.directive
    def __tablename__(cls) -> str:
        return cls.__name__.lower()
