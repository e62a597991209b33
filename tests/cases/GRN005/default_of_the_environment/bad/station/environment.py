from __future__ import annotations

import os

STATION_URL = os.getenv("STATION_DATABASE", "sqlite:///station.db")
