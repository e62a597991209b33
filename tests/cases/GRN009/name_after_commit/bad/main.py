"""The factory of another file leaves expire_on_commit at its default."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from accounts.database import Session, create_tables
from accounts.service import sign_up


async def main() -> None:
    await create_tables()
    async with Session() as session:
        print(await sign_up(session, "ada"))  # GRN009: MissingGreenlet
