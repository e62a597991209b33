from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException

from .database import SessionDep
from .models import Member


async def current_member(session: SessionDep) -> Member:
    member = await session.get(Member, 1)
    if member is None:
        raise HTTPException(401)
    return member


CurrentMember = Annotated[Member, Depends(current_member)]
