"""Counters of a dashboard, read from a database that another file configures."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from dashboard.counters import count_events, record
from dashboard.database import engine, metadata

metadata.create_all(engine)


async def main() -> None:
    await record("login")
    print(await count_events("login"))
