from __future__ import annotations

from pydantic import BaseModel


class CardOut(BaseModel):
    number: str


class AccountOut(BaseModel):
    id: int
    cards: list[CardOut]
