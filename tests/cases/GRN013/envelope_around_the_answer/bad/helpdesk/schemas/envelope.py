from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

Data = TypeVar("Data")


class Envelope(BaseModel, Generic[Data]):
    success: bool = True
    message: str = "ok"
    data: Data | None = None
