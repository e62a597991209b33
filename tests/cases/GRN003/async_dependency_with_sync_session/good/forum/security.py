from __future__ import annotations

from fastapi import Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from .database import get_session
from .models import Account


def current_nick(
    token: str,
    session: Session = Depends(get_session),
) -> str:
    nick = session.scalar(select(Account.nick).where(Account.token == token))
    if nick is None:
        raise HTTPException(401)
    return nick
