"""A health check inspects a connection, in `run_sync()`."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from monitor import has_table


async def main() -> None:
    print(await has_table("probe"))
