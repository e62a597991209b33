from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class OrderOut(Schema):
    id: int
    total: int


class CustomerOut(Schema):
    name: str
    orders: list[OrderOut]
