from __future__ import annotations

from .models import Tool
from .tools import ToolRepository
from .tracing import traced


@traced
async def lend(tools: ToolRepository, name: str, *, to: str) -> Tool:
    tool = await tools.by_name(name)
    tool.borrower = to
    await tools.save()
    return tool
