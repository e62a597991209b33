from __future__ import annotations

from typing import Any

from shop.database import Session
from shop.models import Shelf
from shop.serializers import ShelfSerializer
from sqlalchemy.orm import selectinload


async def show(shelf_id: int) -> dict[str, Any]:
    async with Session() as session:
        shelf = await session.get_one(Shelf, shelf_id, options=[selectinload(Shelf.items)])
        print(ShelfSerializer.short(shelf))
        return ShelfSerializer.full(shelf)
