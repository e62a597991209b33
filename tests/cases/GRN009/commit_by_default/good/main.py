"""The helper commits unless it is told not to, and its caller has left that out."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from regatta.crud import Mode, save
from regatta.database import SessionFactory, create_tables
from regatta.models import Boat, Crew


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        boat = Boat(name="Albatross")
        await save(session, boat, mode=Mode.FLUSH)
        print(f"number {boat.id} is {boat.name}")
        crew = Crew(boat_id=boat.id)
        await save(session, crew, mode=Mode.FLUSH)
        print(f"{boat.name} has a crew")
        await session.commit()
