"""What the service keeps on `self` is an async session."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from herbarium.database import Base, engine
from herbarium.service import Herbarium


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    herbarium = Herbarium()
    print(await herbarium.press("fern"), await herbarium.count())
    await herbarium.close()
