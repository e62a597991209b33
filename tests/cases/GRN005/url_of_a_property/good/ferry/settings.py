from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Settings:
    database_url: str = "sqlite+aiosqlite:///ferry.db"

    @property
    def sync_database_url(self) -> str:
        scheme, _, rest = self.database_url.partition("://")
        return f"{scheme.partition('+')[0]}://{rest}"


settings = Settings()
