"""The rollback of a failed commit empties the object that the log message names."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from accounts.database import Session, create_tables
from accounts.models import User
from accounts.service import change_email


async def main() -> None:
    await create_tables()
    async with Session.begin() as session:
        session.add_all([User(email="ann@example.org"), User(email="bob@example.org")])
    print(await change_email(1, "bob@example.org"))
