from __future__ import annotations

from .database import async_session
from .models import Colour


def add_colours(names: list[str]) -> None:
    async with async_session.begin() as session:  # GRN004: SyntaxError: 'async with' outside async
        session.add_all([Colour(name=name) for name in names])
