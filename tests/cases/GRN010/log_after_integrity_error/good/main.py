"""The log message takes the key that the caller gave."""
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
