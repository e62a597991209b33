from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool


def make_engine(url: str) -> AsyncEngine:
    return create_async_engine(url, poolclass=QueuePool)  # GRN014: ArgumentError: Pool class
