"""pandas gets the synchronous connection that `run_sync()` hands on."""
# requires: sqlalchemy>=2.0.36, pandas

from __future__ import annotations

from harvest.frames import load, save


async def main() -> None:
    await save({"field": ["north"], "tons": [3]})


async def main_load() -> None:
    print(await load("SELECT 1 AS tons"))
