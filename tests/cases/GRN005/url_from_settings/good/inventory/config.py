from __future__ import annotations


class Settings:
    title: str = "Inventory"
    database_url: str = "sqlite+aiosqlite:///./inventory.db"
    echo: bool = False


settings = Settings()
