from __future__ import annotations

from pydantic import BaseModel


class StoneOut(BaseModel):
    kind: str


class QuarryOut(BaseModel):
    name: str
    stones: list[StoneOut]
