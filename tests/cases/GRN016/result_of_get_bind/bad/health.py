from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def check(session: AsyncSession) -> dict[str, object]:
    answer = (await session.execute(text("SELECT 1"))).scalar_one()
    return {
        "answer": answer,
        "in_transaction": await session.in_transaction(),  # GRN016: TypeError: …bool…can't be…await
    }
