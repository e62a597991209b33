from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    clinic_name: str = "North"
    clinic_database: str = Field(default="sqlite:///clinic.db")


def get_settings() -> Settings:
    return Settings()
