from __future__ import annotations

from sqlalchemy.ext.asyncio import create_async_engine

from .config import get_settings

url = get_settings().clinic_database
engine = create_async_engine(url)
