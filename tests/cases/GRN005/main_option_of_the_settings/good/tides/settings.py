from __future__ import annotations

DATABASE_URL = "sqlite+aiosqlite:///tides.db"
