from __future__ import annotations

from sqlalchemy.ext.asyncio import async_sessionmaker

from .engine import engine

new_session = async_sessionmaker(  # GRN008: ArgumentError later
    bind=engine,
    expire_on_commit=False,
)
