from __future__ import annotations

import pytest
import pytest_asyncio
from lending.models import Tool
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession


@pytest_asyncio.fixture
async def saw(db: AsyncSession) -> Tool:
    tool = Tool(name="saw")
    db.add(tool)
    await db.commit()
    return tool


@pytest.mark.asyncio
async def test_a_tool_can_be_lent(db: AsyncSession, saw: Tool) -> None:
    saw.lent = True
    await db.commit()
    assert saw.name == "saw"


@pytest.mark.asyncio
async def test_names_are_unique(db: AsyncSession, saw: Tool) -> None:
    db.add(Tool(name="saw"))
    with pytest.raises(IntegrityError):
        await db.commit()
    await db.rollback()
    await db.refresh(saw)
    assert saw.name == "saw"
