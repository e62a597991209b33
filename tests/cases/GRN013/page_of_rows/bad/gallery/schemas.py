from __future__ import annotations

from pydantic import BaseModel


class PainterCard(BaseModel):
    name: str
    size: int

    class Config:
        from_attributes = True


class Page(BaseModel):
    painters: list[PainterCard]
    total: int
