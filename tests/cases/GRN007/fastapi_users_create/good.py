"""A user who was just made is committed and read again: the columns, not what belongs to it."""
# requires: sqlalchemy>=2.0, fastapi-users, fastapi-users-db-sqlalchemy

from __future__ import annotations

from fastapi_users.db import SQLAlchemyBaseUserTable, SQLAlchemyUserDatabase
from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTable[int], Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    badges: Mapped[list[Badge]] = relationship()


class Badge(Base):
    __tablename__ = "badge"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str]


engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine, expire_on_commit=False)


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(User(id=1, email="ada@example.org", hashed_password="x"))


async def main() -> None:
    await prepare()
    async with Session() as session:
        users = SQLAlchemyUserDatabase(session, User)
        user = await users.create({"email": "bo@example.org", "hashed_password": "y"})
        await session.refresh(user, ["badges"])
        print(user.email, len(user.badges))
