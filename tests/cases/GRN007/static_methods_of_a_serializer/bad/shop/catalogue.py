from __future__ import annotations

from typing import Any

from shop.database import Session
from shop.models import Shelf
from shop.serializers import ShelfSerializer


async def show(shelf_id: int) -> dict[str, Any]:
    async with Session() as session:
        shelf = await session.get_one(Shelf, shelf_id)
        print(ShelfSerializer.short(shelf))
        return ShelfSerializer.full(shelf)  # GRN007: MissingGreenlet
