from __future__ import annotations

from advanced_alchemy.extensions.fastapi import (
    AdvancedAlchemy,
    SQLAlchemyAsyncConfig,
)

config = SQLAlchemyAsyncConfig(
    connection_string="sqlite+aiosqlite:///tram.db",
    commit_mode="manual",
)
alchemy = AdvancedAlchemy(config=[config])
