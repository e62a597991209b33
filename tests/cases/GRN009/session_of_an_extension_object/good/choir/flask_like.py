from __future__ import annotations

from asyncio import current_task
from typing import Any

from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_scoped_session,
    async_sessionmaker,
    create_async_engine,
)


class SQLAlchemy:
    """What the extensions of synchronous frameworks call `db`, for coroutines."""

    engine: AsyncEngine

    def __init__(self, session_options: dict[str, Any] | None = None) -> None:
        self.sessions = async_sessionmaker(class_=AsyncSession, autoflush=False, expire_on_commit=False)
        self.session = async_scoped_session(self.sessions, scopefunc=current_task)

    def init_app(self, config: dict[str, str]) -> None:
        self.engine = create_async_engine(config["DATABASE_URL"])
        self.sessions.configure(bind=self.engine)
