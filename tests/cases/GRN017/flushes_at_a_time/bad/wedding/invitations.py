from __future__ import annotations

import asyncio
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from wedding.models import Guest


async def print_card(name: str) -> None:
    await asyncio.sleep(0)


async def invite_one(session: AsyncSession, name: str) -> None:
    await print_card(name)
    session.add(Guest(name=name))
    await session.flush()


async def invite(session: AsyncSession, names: list[str]) -> int:
    print(await session.scalar(select(func.count()).select_from(Guest)))
    tasks = map(partial(invite_one, session), names)
    await asyncio.gather(*tasks)  # GRN017: InvalidRequestError: Session is already flushing
    return len(names)
