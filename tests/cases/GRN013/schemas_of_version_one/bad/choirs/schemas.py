from __future__ import annotations

from choirs.base import OrmModel
from pydantic.v1 import Field


class SingerOut(OrmModel):
    name: str


class ChoirOut(OrmModel):
    heading: str = Field(alias="title")
    singers: list[SingerOut]
