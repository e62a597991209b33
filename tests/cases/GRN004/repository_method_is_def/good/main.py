"""One of a repository's methods was left a plain `def`."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from parcels.database import new_session, create_tables
from parcels.models import Parcel
from parcels.repository import ParcelRepository


async def main() -> None:
    await create_tables()
    async with new_session() as session:
        repository = ParcelRepository(session)
        await repository.add(Parcel(code="A-1"))
        print((await repository.by_code("A-1")).code)
