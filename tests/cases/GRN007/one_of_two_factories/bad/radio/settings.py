from __future__ import annotations

import os

READ_ONLY = os.environ.get("RADIO_READ_ONLY") == "1"
