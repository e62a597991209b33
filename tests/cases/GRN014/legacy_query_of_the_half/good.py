"""The legacy query goes to the database on the spot: it needs `run_sync()`."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("sqlite+aiosqlite:///app.db")


async def main() -> None:
    async with AsyncSession(engine) as session:
        half = session.sync_session
        half.info["request"] = 7
        event.listen(half, "after_commit", lambda committed: print(committed.info))
        print(await session.run_sync(lambda sync: sync.query(text("1")).all()))
    await engine.dispose()
