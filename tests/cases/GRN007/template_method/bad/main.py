"""An abstract export of another file calls what its heir has written: one to load, one to read."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from library.database import create_tables, new_session
from library.exports import LoanExport
from library.models import Loan, Reader


async def main() -> None:
    await create_tables()
    async with new_session.begin() as session:
        session.add(Reader(name="Ida", loans=[Loan(title="Momo")]))
    async with new_session() as session:
        print(await LoanExport(session).render())  # GRN007: MissingGreenlet
