from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession


async def finish(session: AsyncSession) -> None:
    await session.commit()
    await session.close()
