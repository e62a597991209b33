from __future__ import annotations

import os

STATION_URL = os.getenv("STATION_DATABASE", "sqlite:///station.db")
SCHEME, _, REST = STATION_URL.partition("://")
STATION_URL = f"{SCHEME}+aiosqlite://{REST}"
