"""A batch is written to several databases, each with a session of its own."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from shards.writer import ShardedWriter


async def main() -> None:
    writer = ShardedWriter(["north", "south"])
    await writer.create_tables()
    await writer.write([("north", 3), ("south", 5), ("north", 8)])
    print(await writer.total())
