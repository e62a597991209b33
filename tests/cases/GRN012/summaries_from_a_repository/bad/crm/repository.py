from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from .models import Contact

SUMMARY = load_only(Contact.id, Contact.name)


class ContactRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def summaries(self) -> Sequence[Contact]:
        return (await self.session.scalars(select(Contact).options(SUMMARY))).all()

    async def all(self) -> Sequence[Contact]:
        return (await self.session.scalars(select(Contact))).all()
