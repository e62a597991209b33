from sqlalchemy.ext.asyncio import AsyncSession

from .models import User


async def get_user_by_email(db: AsyncSession, email: str):
    return db.query(User).filter(User.email == email).first()  # GRN006: AttributeError
