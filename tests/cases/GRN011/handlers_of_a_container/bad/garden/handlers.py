from __future__ import annotations

from dataclasses import dataclass

from garden.models import Plant
from garden.ports import Beds


@dataclass(frozen=True)
class Planted:
    name: str


class PlantHandler:
    def __init__(self, beds: Beds) -> None:
        self.beds = beds

    async def __call__(self, event: Planted) -> None:
        plant = await self.beds.put(Plant(name=event.name))
        print("planted", plant.name)
