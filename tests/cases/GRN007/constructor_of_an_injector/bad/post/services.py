from __future__ import annotations

from injector import inject
from post.repositories import LetterRepository


class Franking:
    @inject
    def __init__(self, letters: LetterRepository) -> None:
        self.letters = letters

    async def value_of(self, letter_id: int) -> int:
        letter = await self.letters.touch(letter_id)
        return sum(stamp.cents for stamp in letter.stamps)
