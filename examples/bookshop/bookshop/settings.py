"""What may differ from one installation to the next."""

import os

DATABASE_URL = os.environ.get("BOOKSHOP_DATABASE_URL", "sqlite+aiosqlite:///bookshop.db")
SYNC_DATABASE_URL = DATABASE_URL.replace("+aiosqlite", "")
