from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from .config import settings

engine = create_async_engine(  # GRN005: InvalidRequestError: The asyncio extension requires an
    settings.database_url,
    echo=settings.echo,
)
new_session = async_sessionmaker(engine)


class Base(DeclarativeBase):
    pass
