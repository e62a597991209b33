from __future__ import annotations

import pandas as pd

from .database import engine


async def save(columns: dict[str, list[object]]) -> None:
    frame = pd.DataFrame(columns)
    async with engine.begin() as connection:
        frame.to_sql("harvest", connection)  # GRN014: AttributeError: 'AsyncConnection' object has


async def load(query: str) -> pd.DataFrame:
    return pd.read_sql(query, engine)  # GRN014: AttributeError: 'AsyncEngine' object has no
