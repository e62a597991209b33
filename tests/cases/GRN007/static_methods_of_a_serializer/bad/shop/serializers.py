from __future__ import annotations

from typing import Any

from shop.models import Item, Shelf


class ShelfSerializer:
    @staticmethod
    def item(item: Item) -> dict[str, str]:
        return {"name": item.name}

    @staticmethod
    def short(shelf: Shelf) -> dict[str, Any]:
        return {"label": shelf.label}

    @classmethod
    def full(cls, shelf: Shelf) -> dict[str, Any]:
        return {**cls.short(shelf), "items": [cls.item(item) for item in shelf.items]}
