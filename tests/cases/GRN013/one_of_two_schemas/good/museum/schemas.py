from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Readable(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class PictureOut(Readable):
    path: str


class Gallery(Readable):
    title: str
    pictures: list[PictureOut]


class Teaser(Readable):
    pictures: list[PictureOut]
