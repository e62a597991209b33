"""A service keeps a synchronous session on `self`, and its methods are coroutines."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from herbarium.database import Base, engine
from herbarium.service import Herbarium

Base.metadata.create_all(engine)
herbarium = Herbarium()


async def main() -> None:
    print(await herbarium.press("fern"), await herbarium.count())
    await herbarium.close()
