from __future__ import annotations

from .storage import Taste, db


async def remember(nick: str, thing: str) -> None:
    db.add(Taste(nick=nick, thing=thing))
    db.commit()  # GRN001: blocks


async def who_likes(thing: str) -> list[str]:
    tastes = db.query(Taste).filter_by(thing=thing).all()  # GRN001: blocks
    return [taste.nick for taste in tastes]
