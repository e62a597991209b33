from __future__ import annotations

from dojo.ports import Lessons


class RollCall:
    def __init__(self, lessons: Lessons) -> None:
        self._lessons = lessons

    async def names(self, title: str) -> list[str]:
        lesson = await self._lessons.titled(title)
        return sorted(student.name for student in lesson.students)
