from __future__ import annotations

from fastapi_users.db import SQLAlchemyUserDatabase

from .database import User


class UserDatabase(SQLAlchemyUserDatabase[User, int]):
    async def rename(self, email: str, new: str) -> str:
        user = await self.get_by_email(email)
        if user is None:
            return ""
        user.email = new
        await self.session.commit()
        return user.signature
