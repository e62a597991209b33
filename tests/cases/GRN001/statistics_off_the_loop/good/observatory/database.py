from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, sessionmaker

engine = create_engine("sqlite:///stars.db")
SyncSession = sessionmaker(engine)
async_engine = create_async_engine("sqlite+aiosqlite:///stars.db")
AsyncSessions = async_sessionmaker(async_engine)


class Base(DeclarativeBase):
    pass


class Star(Base):
    __tablename__ = "star"

    id: Mapped[int] = mapped_column(primary_key=True)
    magnitude: Mapped[float]
