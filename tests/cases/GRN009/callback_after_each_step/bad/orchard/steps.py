from __future__ import annotations

from .models import Tree


async def prune(tree: Tree) -> None:
    tree.is_pruned = True


async def count_apples(tree: Tree) -> None:
    print(f"{tree.name}: {tree.apples} apples")  # here: MissingGreenlet
