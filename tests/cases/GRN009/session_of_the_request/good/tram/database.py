from __future__ import annotations

from advanced_alchemy.extensions.fastapi import (
    AdvancedAlchemy,
    AsyncSessionConfig,
    SQLAlchemyAsyncConfig,
)

config = SQLAlchemyAsyncConfig(
    connection_string="sqlite+aiosqlite:///tram.db",
    session_config=AsyncSessionConfig(expire_on_commit=False),
    commit_mode="manual",
)
alchemy = AdvancedAlchemy(config=[config])
