from __future__ import annotations

from zoo.handlers import Handler
from zoo.models import Animal


class Feeding(Handler):
    async def feed(self, animal_id: int, meals: int) -> str:
        async with self.session:
            animal = await self.session.get_one(Animal, animal_id)
            animal.meals += meals
            if meals < 5:
                await self.session.commit()
                return f"{animal.name} has eaten"
            await self.session.rollback()
            return f"{animal.name} would burst"  # GRN010: MissingGreenlet
