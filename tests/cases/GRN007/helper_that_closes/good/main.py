"""A helper commits and closes the caller's session; what is merged afterwards is a bare row."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from tailor.database import Session, engine
from tailor.models import Base, Fitting, Suit
from tailor.fittings import fit


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session() as session:
        session.add(Suit(id=1, cloth="tweed", fittings=[Fitting(name="first")]))
        await session.commit()
    print(await fit(1))
