from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from .models import Tree

Step = Callable[[Tree], Awaitable[None]]


@dataclass
class Pipeline:
    steps: Sequence[Step]
    after_each: Callable[[], Awaitable[None]] | None = None

    async def run(self, tree: Tree) -> None:
        for step in self.steps:
            await step(tree)  # here: MissingGreenlet
            if self.after_each is not None:
                await self.after_each()
