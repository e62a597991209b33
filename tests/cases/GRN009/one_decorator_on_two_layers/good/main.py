"""Service and repository have the same decorator; behind both, a third function commits."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from toolshed.database import SessionFactory, create_tables
from toolshed.lending import lend
from toolshed.models import Tool
from toolshed.tools import ToolRepository


async def main() -> None:
    await create_tables()
    async with SessionFactory() as session:
        session.add(Tool(name="spade"))
        await session.commit()
    async with SessionFactory() as session:
        tools = ToolRepository(session)
        tool = await lend(tools, "spade", to="Ada")
        await tools.reload(tool)
        print(f"{tool.name} is with {tool.borrower}")
