"""The factory went async, and the engine in the other file did not."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from garden.plants import plant


async def main() -> None:
    print(await plant("rose"))
