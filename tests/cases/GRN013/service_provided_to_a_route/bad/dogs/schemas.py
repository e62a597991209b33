from __future__ import annotations

from pydantic import BaseModel


class DogOut(BaseModel):
    name: str


class KennelOut(BaseModel):
    town: str
    dogs: list[DogOut]
