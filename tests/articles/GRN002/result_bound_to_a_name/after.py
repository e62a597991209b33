from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import User


async def get_users(session: AsyncSession):
    result = await session.execute(select(User))
    return result.scalars().all()
