from __future__ import annotations

from typing import Protocol

from dojo.models import Lesson


class Lessons(Protocol):
    async def titled(self, title: str) -> Lesson: ...
