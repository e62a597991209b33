from __future__ import annotations

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    clinic_name: str = "North"
    clinic_database: str = Field(default="sqlite:///clinic.db")

    @field_validator("clinic_database")
    @classmethod
    def asynchronous(cls, value: str) -> str:
        return value.replace("sqlite://", "sqlite+aiosqlite://")


def get_settings() -> Settings:
    return Settings()
