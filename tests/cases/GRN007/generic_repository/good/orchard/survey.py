from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from orchard.models import Tree
from orchard.repositories import TreeRepository


async def survey(session: AsyncSession) -> list[str]:
    quinces = await TreeRepository(session).list(joinedload(Tree.row), sort="quince")
    return [f"row {tree.row.number}" for tree in quinces]
