"""`class_=AsyncSession` alone does not make the engine async."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from queue_app.storage import Storage


async def main() -> None:
    storage = Storage("queue.db")
    print(await storage.ping())
