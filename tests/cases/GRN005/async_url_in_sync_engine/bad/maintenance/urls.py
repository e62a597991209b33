from __future__ import annotations

DATABASE = "app.db"
ASYNC_URL = f"sqlite+aiosqlite:///{DATABASE}"
SYNC_URL = f"sqlite:///{DATABASE}"
