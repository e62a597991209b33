from __future__ import annotations

from fastapi_users.db import SQLAlchemyUserDatabase
from theatre.database import Session
from theatre.models import User
from theatre.users import UserManager, salutation


async def greet(email: str) -> str:
    async with Session() as session:
        manager = UserManager(SQLAlchemyUserDatabase(session, User))
        user = await manager.get_by_email(email)
        return salutation(user)  # GRN007: MissingGreenlet
