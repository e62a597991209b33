from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from station import environment


def make_engine() -> AsyncEngine:
    return create_async_engine(environment.STATION_URL)  # GRN005: InvalidRequestError: The asyncio
