"""Which nodes of a lazily explored graph lead to one of a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


class Reach:
    """Answers whether a node is of the kind, or leads to one that is; each node is explored once.

    `is_hit` says whether a node is of the kind, `successors` where it leads; both are asked at most
    once per node, and neither is asked about anything beyond the first hit.
    """

    def __init__(
        self, is_hit: Callable[[str], bool], successors: Callable[[str], Iterable[str]]
    ) -> None:
        self._is_hit = is_hit
        self._successors = successors
        self._known: dict[str, bool] = {}

    def __call__(self, start: str) -> bool:
        """Search depth-first, by strongly connected component (Gabow's algorithm).

        `opened` holds the nodes whose component is not complete, `firsts` the positions in it where
        the components found so far begin. Every opened node leads to a node of the current path,
        so a hit is a hit for all of them; a component that closes without one leads nowhere.
        Thus a search decides every node that it has seen, also those in cycles.
        """
        known = self._known
        opened: list[str] = []
        position: dict[str, int] = {}
        firsts: list[int] = []
        path: list[tuple[str, Iterator[str]]] = [("", iter((start,)))]
        while True:
            at, following = path[-1]
            for node in following:
                verdict = known.get(node)
                if verdict is None:
                    if node in position:
                        while firsts[-1] > position[node]:
                            firsts.pop()
                        continue
                    if not self._is_hit(node):
                        position[node] = len(opened)
                        firsts.append(len(opened))
                        opened.append(node)
                        path.append((node, iter(self._successors(node))))
                        break
                    verdict = known[node] = True
                if verdict:
                    known.update(dict.fromkeys(opened, True))
                    return True
            else:
                path.pop()
                if not path:
                    return False
                if firsts[-1] == position[at]:
                    del firsts[-1]
                    known.update(dict.fromkeys(opened[position[at] :], False))
                    del opened[position[at] :]
