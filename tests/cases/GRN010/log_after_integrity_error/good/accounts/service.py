from __future__ import annotations

import logging

from sqlalchemy.exc import IntegrityError

from .database import Session
from .models import User

logger = logging.getLogger(__name__)


async def change_email(user_id: int, email: str) -> bool:
    async with Session() as session:
        user = await session.get_one(User, user_id)
        user.email = email
        try:
            await session.commit()
        except IntegrityError:
            await session.rollback()
            logger.warning("user %s cannot have %s", user_id, email)
            return False
        return True
