from __future__ import annotations

from advanced_alchemy.config import AsyncSessionConfig, SQLAlchemyAsyncConfig

config = SQLAlchemyAsyncConfig(
    connection_string="sqlite+aiosqlite:///cellar.db",
    session_config=AsyncSessionConfig(expire_on_commit=False),
)
