from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, computed_field


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class DishOut(Schema):
    price: int = Field(validation_alias="cents")


class MenuShort(Schema):
    weekday: str = Field(validation_alias="day")


class MenuOut(MenuShort):
    items: list[DishOut] = Field(validation_alias="dishes", exclude=True)

    @computed_field
    @property
    def cheapest(self) -> int | None:
        return min((item.price for item in self.items), default=None)
