"""A database of users refreshes the user after a commit of its own."""
# requires: sqlalchemy>=2.0, fastapi-users, fastapi-users-db-sqlalchemy

from __future__ import annotations

from forum.database import Base, Session, User, engine
from forum.users import UserDatabase


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(User(id=1, email="ada@example.org", hashed_password="x"))
    async with Session() as session:
        users = UserDatabase(session, User)
        print(await users.rename("ada@example.org", "ada@forum.org"))
