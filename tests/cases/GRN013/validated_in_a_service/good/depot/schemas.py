from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class FromRow(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ProductOut(FromRow):
    name: str


class ItemOut(FromRow):
    product: ProductOut


class OrderOut(FromRow):
    number: int = Field(validation_alias="id")
    items: list[ItemOut]
