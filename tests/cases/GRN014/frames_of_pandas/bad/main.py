"""pandas is given the asynchronous engine, which it takes for a connection of the DBAPI."""
# requires: sqlalchemy>=2.0.36, pandas

from __future__ import annotations

from harvest.frames import load, save


async def main() -> None:
    await save({"field": ["north"], "tons": [3]})


async def main_load() -> None:
    print(await load("SELECT 1 AS tons"))
