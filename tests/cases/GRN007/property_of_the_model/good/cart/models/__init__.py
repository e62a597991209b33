from __future__ import annotations

from .base import Base
from .cart import Cart, Item

__all__ = ["Base", "Cart", "Item"]
