"""A health check calls the plain methods of a session."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

from health import check
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine


async def main() -> None:
    async with AsyncSession(create_async_engine("sqlite+aiosqlite:///app.db")) as session:
        print(await check(session))
