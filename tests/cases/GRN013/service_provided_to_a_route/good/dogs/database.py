from __future__ import annotations

from advanced_alchemy.extensions.fastapi import AdvancedAlchemy, SQLAlchemyAsyncConfig

config = SQLAlchemyAsyncConfig(connection_string="sqlite+aiosqlite:///dogs.db")
alchemy = AdvancedAlchemy(config=config)
