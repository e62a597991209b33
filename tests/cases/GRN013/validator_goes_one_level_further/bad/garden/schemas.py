from __future__ import annotations

from typing import Any

from pydantic import BaseModel, field_validator


class PlantOut(BaseModel):
    name: str
    tags: list[str] = []

    @field_validator("tags", mode="before")
    @classmethod
    def spell_tags(cls, tags: Any) -> Any:
        return [f"{tag.family.name}: {tag.name}" for tag in tags]
