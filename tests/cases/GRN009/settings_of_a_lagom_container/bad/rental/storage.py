from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///rental.db")
_sessions = async_sessionmaker(engine)


def open_session() -> AsyncSession:
    return _sessions()


class SessionSource:
    """What a container hands to services, so that tests can hand them another one."""

    def __call__(self) -> AsyncSession:
        return open_session()
