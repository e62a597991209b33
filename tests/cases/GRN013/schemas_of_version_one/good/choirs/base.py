from __future__ import annotations

from pydantic.v1 import BaseModel


class OrmModel(BaseModel):
    class Config:
        orm_mode = True
        allow_population_by_field_name = True
