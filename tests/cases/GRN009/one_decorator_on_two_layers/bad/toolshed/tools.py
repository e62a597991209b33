from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .models import Tool
from .tracing import traced


class ToolRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @traced
    async def by_name(self, name: str) -> Tool:
        return (await self.session.scalars(select(Tool).where(Tool.name == name))).one()

    @traced
    async def save(self) -> None:
        await self.session.commit()

    @traced
    async def reload(self, tool: Tool) -> None:
        await self.session.refresh(tool)
