from __future__ import annotations

from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine

URL = "sqlite:///events.db"

metadata = MetaData()
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(50), nullable=False),
)

engine = create_engine(URL)
