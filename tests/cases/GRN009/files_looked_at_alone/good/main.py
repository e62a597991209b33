"""With an option each file is looked at alone: what a helper of another one commits is not told."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from clinic import patients
from clinic.patients import Base, Patient, Session, engine


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Patient(id=1, name="Ada", visits=0))
        await session.commit()


async def main() -> None:
    await prepare()
    print(await patients.admit(1))


async def main_of_the_helper() -> None:
    await prepare()
    print(await patients.dismiss(1))
