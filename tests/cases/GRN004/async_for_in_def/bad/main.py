"""An export streams rows, in a generator that is not async."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from export.database import open_session
from export.rows import csv_lines


async def main() -> None:
    async with open_session() as session:
        for line in csv_lines(session):
            print(line)
