from __future__ import annotations

import pytest
from club.fees import waive
from club.models import Member
from sqlalchemy.ext.asyncio import AsyncSession

pytestmark = pytest.mark.anyio


async def test_waive(session: AsyncSession, member: Member) -> None:
    await session.refresh(member)
    await waive(session, member)
    assert member.fee == 0


async def test_greeting(member: Member) -> None:
    assert f"Dear {member.name}" == "Dear Ada"  # GRN009: MissingGreenlet
