from sqlalchemy.ext.asyncio import AsyncSession


class UserRepository:
    def __init__(self, session: AsyncSession):
        self.session = session

    def save(self, user):
        self.session.add(user)
        self.session.commit()  # GRN004: never awaited
