from __future__ import annotations

from injector import inject
from post.models import Letter
from sqlalchemy.ext.asyncio import AsyncSession


class LetterRepository:
    @inject
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, letter: Letter) -> None:
        async with self.session.begin():
            self.session.add(letter)

    async def touch(self, letter_id: int) -> Letter:
        async with self.session as session:
            letter = await session.get_one(Letter, letter_id)
            letter.receiver += "!"
            await session.commit()
            print(letter.receiver, len(letter.stamps))  # GRN007: MissingGreenlet
            return letter
