from __future__ import annotations

from sqlalchemy import delete

from mailer import db


async def purge(days: int) -> None:
    async with db.AsyncSessionLocal() as session:
        await session.execute(delete(db.Mail).where(db.Mail.age_in_days > days))
        await session.commit()
