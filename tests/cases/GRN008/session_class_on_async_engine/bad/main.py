"""A command makes a Session straight from the application's engine, which is async."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from tool.commands import count_lines
from tool.database import create_tables


async def main() -> None:
    await create_tables()
    print(await count_lines())
