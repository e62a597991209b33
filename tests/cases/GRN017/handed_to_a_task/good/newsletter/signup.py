from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from newsletter.database import Session
from newsletter.models import Subscriber

running: set[asyncio.Task[None]] = set()


async def welcome(session: AsyncSession, mail: str) -> None:
    session.add(Subscriber(mail=mail, confirmed=False))
    await session.commit()
    await session.close()


async def sign_up(mail: str) -> None:
    session = Session()
    session.add(Subscriber(mail=mail.upper(), confirmed=True))
    task = asyncio.create_task(welcome(session, mail))
    running.add(task)
