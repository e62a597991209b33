"""Nobody knows here whether this factory expires on commit."""

from somewhere_else import session_factory
from sqlalchemy import Column, Integer, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"

    id = Column(Integer, primary_key=True)
    name = Column(String)


async def create_user(session: AsyncSession, name: str) -> int:
    user = User(name=name)
    session.add(user)
    await session.commit()
    return user.id


async def create_user_too(name: str) -> str:
    async with session_factory() as session:
        user = User(name=name)
        session.add(user)
        await session.commit()
        return f"{user.name} saved"


async def rename(session: AsyncSession, user: User, name: str) -> str:
    user.name = name
    await session.commit()
    return user.name
