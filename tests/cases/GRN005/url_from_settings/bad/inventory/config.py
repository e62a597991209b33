from __future__ import annotations


class Settings:
    title: str = "Inventory"
    database_url: str = "sqlite:///./inventory.db"
    echo: bool = False


settings = Settings()
