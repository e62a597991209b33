"""Each guest is flushed as soon as the invitation is printed, while others are being flushed.

In the good twin the tasks only add to the session, which is no IO; one flush writes all of them."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession
from wedding.database import Session, engine
from wedding.invitations import invite
from wedding.models import Base


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    session: AsyncSession = Session()
    async with session:
        await invite(session, ["Ada", "Bela", "Cleo"])
        await session.commit()
