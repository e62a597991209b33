from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from .database import get_session
from .models import User

SessionDep = Annotated[AsyncSession, Depends(get_session)]


async def get_current_user(token: str, session: SessionDep) -> User:
    query = select(User).where(User.token == token)
    user = await session.scalar(query)
    if user is None:
        raise HTTPException(status_code=401)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
