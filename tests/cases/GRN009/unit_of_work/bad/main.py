"""A handler goes on with an object after its unit of work has committed."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from parcels.database import create_tables, new_session
from parcels.handlers import dispatch
from parcels.models import Parcel


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Parcel(code="P-1", state="packed"))
    print(await dispatch("P-1"))
