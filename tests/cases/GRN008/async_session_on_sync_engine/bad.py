"""AsyncSession refuses an Engine."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncSession

engine = create_engine("sqlite:///cinema.db")


async def answer() -> int:
    async with AsyncSession(engine) as session:  # GRN008: ArgumentError: AsyncEngine expected, got
        return await session.scalar(text("SELECT 42"))


async def main() -> None:
    print(await answer())
