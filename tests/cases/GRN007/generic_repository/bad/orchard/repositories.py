from __future__ import annotations

from orchard.base import BaseRepository
from orchard.models import Row, Tree


class RowRepository(BaseRepository[Row]):
    model = Row


class TreeRepository(BaseRepository[Tree]):
    model = Tree
