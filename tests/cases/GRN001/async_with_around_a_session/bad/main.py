"""The session factory has stayed synchronous, and `async with` cannot enter what it makes."""
# requires: sqlalchemy>=2.0, python>=3.11

from __future__ import annotations

from library.database import Base, engine
from library.lending import lend

Base.metadata.create_all(engine)


async def main() -> None:
    print(await lend("Walden"))
