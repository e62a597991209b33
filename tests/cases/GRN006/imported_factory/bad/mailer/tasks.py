from __future__ import annotations

from mailer import db


async def purge(days: int) -> None:
    async with db.AsyncSessionLocal() as session:
        session.query(db.Mail).filter(db.Mail.age_in_days > days).delete()  # GRN006: AttributeError
        await session.commit()
