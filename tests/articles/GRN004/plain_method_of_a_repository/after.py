from sqlalchemy.ext.asyncio import AsyncSession


class UserRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    async def save(self, user):
        self.session.add(user)
        await self.session.commit()
