from sqlalchemy.ext.asyncio import AsyncSession

from .models import User
from .schemas import UserCreate


async def create_user(session: AsyncSession, payload: UserCreate) -> User:
    user = User(name=payload.name)
    session.add(user)
    await session.commit()
    return user
