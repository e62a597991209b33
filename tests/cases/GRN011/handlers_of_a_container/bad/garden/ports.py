from __future__ import annotations

from typing import Protocol

from garden.models import Plant


class Beds(Protocol):
    async def put(self, plant: Plant) -> Plant: ...
