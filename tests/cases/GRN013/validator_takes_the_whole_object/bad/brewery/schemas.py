from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Label(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    beer: str
    litres: int

    @model_validator(mode="before")
    @classmethod
    def flatten(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return data
        return {"beer": data.recipe.name, "litres": data.litres}
