"""Each turn commits, and so takes away the columns of all the rows still to come."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from courier.database import create_tables, new_session
from courier.models import Parcel
from courier.worker import deliver_all


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add_all([Parcel(address="Elm St 1"), Parcel(address="Oak St 2")])
    print(await deliver_all())
