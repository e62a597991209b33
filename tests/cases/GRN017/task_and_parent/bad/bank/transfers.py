from __future__ import annotations

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bank.audit import note_inquiry
from bank.models import Account


async def balance_of(session: AsyncSession, owner: str) -> int:
    noted = asyncio.create_task(note_inquiry(session, owner))  # GRN017: InvalidRequestError later
    account = (await session.scalars(select(Account).filter_by(owner=owner))).one()
    await noted  # here: InvalidRequestError: This session is provisioning a new connection;
    await session.commit()
    return account.cents
