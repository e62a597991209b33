"""An importer builds its own session factory and reads a feed in a coroutine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from catalogue.importer import Importer

importer = Importer("sqlite:///catalogue.db")
importer.create_tables()


async def main() -> None:
    print(await importer.load_in_thread(["spade", "rake", "spade"]))
