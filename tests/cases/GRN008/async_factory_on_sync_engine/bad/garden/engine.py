from __future__ import annotations

from sqlalchemy import create_engine

engine = create_engine("sqlite:///garden.db", pool_pre_ping=True)
