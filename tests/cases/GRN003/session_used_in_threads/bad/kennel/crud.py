from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .database import Dog


def names(db: Session) -> list[str]:
    return list(db.scalars(select(Dog.name)))


def count(db: Session) -> int:
    return db.scalar(select(func.count(Dog.id))) or 0
