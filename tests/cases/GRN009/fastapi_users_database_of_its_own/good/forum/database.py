from __future__ import annotations

from fastapi_users.db import SQLAlchemyBaseUserTable
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

engine = create_async_engine("sqlite+aiosqlite:///forum.db")
Session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass


class User(SQLAlchemyBaseUserTable[int], Base):
    id: Mapped[int] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(default="")
