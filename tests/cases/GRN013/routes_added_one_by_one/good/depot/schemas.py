from __future__ import annotations

from pydantic import BaseModel


class PalletOut(BaseModel):
    label: str


class ShelfOut(BaseModel):
    row: str
    pallets: list[PalletOut]
