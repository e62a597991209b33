from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Settings:
    database_url: str = "sqlite+aiosqlite:///ferry.db"


settings = Settings()
