from __future__ import annotations

from datetime import datetime


async def publish(topic: str, key: int, at: datetime) -> None:
    print(topic, key, at.isoformat())
