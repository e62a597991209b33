from __future__ import annotations

from pydantic import BaseModel, ConfigDict, TypeAdapter


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class StopOut(Schema):
    name: str


class LineShort(Schema):
    number: str


class LineOut(LineShort):
    stops: list[StopOut]


short_lines = TypeAdapter(list[LineShort])
all_lines = TypeAdapter(list[LineOut])
