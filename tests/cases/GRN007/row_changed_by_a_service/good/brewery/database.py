from __future__ import annotations

from advanced_alchemy.config import SQLAlchemyAsyncConfig

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///brewery.db")
