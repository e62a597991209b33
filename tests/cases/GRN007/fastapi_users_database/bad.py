"""The manager finds the user by way of the database, and nothing else with it."""
# requires: sqlalchemy>=2.0, fastapi-users, fastapi-users-db-sqlalchemy

from __future__ import annotations

from fastapi_users import BaseUserManager, IntegerIDMixin
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


class UserManager(IntegerIDMixin, BaseUserManager[User, int]):
    reset_password_token_secret = "x"


async def prepare() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with Session.begin() as session:
        session.add(User(id=1, email="ada@example.org", hashed_password="x"))


async def main() -> None:
    await prepare()
    async with Session() as session:
        manager = UserManager(SQLAlchemyUserDatabase(session, User))
        user = await manager.get(1)
        print(len(user.badges))  # GRN007: MissingGreenlet
