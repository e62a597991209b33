"""A validator of the settings chooses the driver: the default is not what the engine gets."""
# requires: sqlalchemy>=2.0, pydantic-settings

from __future__ import annotations

from clinic.database import engine
from sqlalchemy import text


async def main() -> None:
    async with engine.connect() as connection:
        print(await connection.scalar(text("SELECT 1")))
    await engine.dispose()
