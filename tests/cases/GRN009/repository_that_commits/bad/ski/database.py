from __future__ import annotations

from advanced_alchemy.config import AsyncSessionConfig, SQLAlchemyAsyncConfig

config = SQLAlchemyAsyncConfig(
    connection_string="sqlite+aiosqlite:///ski.db",
    session_config=AsyncSessionConfig(autoflush=False),
)
