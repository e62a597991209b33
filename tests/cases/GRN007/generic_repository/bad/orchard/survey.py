from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from orchard.repositories import TreeRepository


async def survey(session: AsyncSession) -> list[str]:
    quinces = await TreeRepository(session).list(sort="quince")
    return [f"row {tree.row.number}" for tree in quinces]  # GRN007: MissingGreenlet
