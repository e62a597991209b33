from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import User


async def get_users(session: AsyncSession):
    result = session.execute(select(User))  # GRN002: AttributeError later
    return result.scalars().all()  # here: AttributeError
