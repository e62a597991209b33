from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from .urls import database_url

async_engine = create_async_engine(database_url(use_async=True))
sync_engine = create_engine(database_url(use_async=True))  # GRN005: MissingGreenlet later
