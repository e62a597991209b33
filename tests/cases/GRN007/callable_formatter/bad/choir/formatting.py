from __future__ import annotations

from .models import Singer


class Line:
    def __init__(self, width: int, *, with_voice: bool = True) -> None:
        self.width = width
        self.with_voice = with_voice

    def __call__(self, singer: Singer) -> str:
        text = singer.name.ljust(self.width)
        return f"{text} {self._voice(singer)}" if self.with_voice else text

    @staticmethod
    def _voice(singer: Singer) -> str:
        return singer.voice.name
