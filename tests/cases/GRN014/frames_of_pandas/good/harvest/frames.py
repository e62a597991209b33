from __future__ import annotations

import pandas as pd

from .database import engine


async def save(columns: dict[str, list[object]]) -> None:
    frame = pd.DataFrame(columns)
    async with engine.begin() as connection:
        await connection.run_sync(lambda sync: frame.to_sql("harvest", sync))


async def load(query: str) -> pd.DataFrame:
    async with engine.connect() as connection:
        return await connection.run_sync(lambda sync: pd.read_sql(query, sync))
