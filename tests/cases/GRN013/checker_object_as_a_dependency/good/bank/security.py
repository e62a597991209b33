from __future__ import annotations

from fastapi import HTTPException
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from .database import SessionDep
from .models import Account


class RequiresScope:
    def __init__(self, scope: str) -> None:
        self.scope = scope

    async def __call__(self, session: SessionDep) -> Account:
        query = select(Account).where(Account.id == 1)
        query = query.options(selectinload(Account.cards))
        account = (await session.scalars(query)).one()
        if account.scope != self.scope:
            raise HTTPException(403)
        return account
