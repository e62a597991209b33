from __future__ import annotations

from sqlalchemy import select

from .storage import Taste, db


async def remember(nick: str, thing: str) -> None:
    db.add(Taste(nick=nick, thing=thing))
    await db.commit()


async def who_likes(thing: str) -> list[str]:
    tastes = (await db.execute(select(Taste).filter_by(thing=thing))).scalars().all()
    return [taste.nick for taste in tastes]
