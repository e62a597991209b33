"""A manager of fastapi-users finds the user, and another file greets with what was never loaded."""
# requires: sqlalchemy>=2.0, fastapi-users, fastapi-users-db-sqlalchemy

from __future__ import annotations

from theatre.database import Session, engine
from theatre.models import Badge, Base, User
from theatre.tickets import greet


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        badges = [Badge(title="Usher")]
        session.add(User(id=1, email="ada@example.org", hashed_password="x", badges=badges))
    print(await greet("ada@example.org"))  # here: MissingGreenlet
