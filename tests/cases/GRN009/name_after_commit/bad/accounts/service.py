from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from .models import Account


async def sign_up(session: AsyncSession, name: str) -> str:
    account = Account(name=name)
    session.add(account)
    await session.commit()
    return account.name.title()
