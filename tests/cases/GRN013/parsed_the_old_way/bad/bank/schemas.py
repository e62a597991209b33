from __future__ import annotations

from pydantic import BaseModel


class Schema(BaseModel):
    class Config:
        from_attributes = True


class EntryOut(Schema):
    cents: int


class AccountOut(Schema):
    id: int
    owner: str
