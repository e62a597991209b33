"""From an import to the path of a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from flake8_greenlet.project.files import Files

_STANDARD_LIBRARY = sys.stdlib_module_names


class Found(NamedTuple):
    """A source file, or the folder of a namespace package."""

    path: str
    is_file: bool


class Search:
    """Finds what an import means by looking at folders, without knowing `sys.path`.

    All paths are real ones. The answers are remembered until `forget()`.
    """

    def __init__(self, files: Files, import_roots: Sequence[str]) -> None:
        self._files = files
        self._import_roots = import_roots
        self._starts: dict[str, tuple[list[str], list[str]]] = {}
        self._answers: dict[tuple[str, str], Found | None] = {}

    def forget(self) -> None:
        """Forget all answers: a file or folder has come or gone."""
        self._starts.clear()
        self._answers.clear()

    def find(self, importer: str, name: str, level: int) -> Found | None:
        """Return what `name` after `level` dots means in the importing file ("" if it is none)."""
        home = os.path.dirname(importer)
        if level:
            while level > 1 and self._files.holds(home):
                home = os.path.dirname(home)
                level -= 1
            return self.below(home, name)
        if not name:
            return None
        key = (home, name)
        if key not in self._answers:
            self._answers[key] = self._absolute(home, name, importer="")
        found = self._answers[key]
        if found is not None and found.path == importer:
            # `import redis` in the project's own redis.py: it is not itself that the file wants.
            found = self._absolute(home, name, importer)
        return found

    def below(self, folder: str, name: str) -> Found | None:
        """Return what a dotted name means inside a folder; "" is the folder itself."""
        files = self._files
        if not files.holds(folder):
            return None
        *parents, last = name.split(".")
        for parent in parents:
            step = files.folder(folder).folders.get(parent)
            if step is None:
                return None
            folder = step
        modules, folders = files.folder(folder)
        package = folders.get(last) if last else folder
        inside = files.folder(package) if package else None
        if inside and "__init__" in inside.modules:
            return Found(inside.modules["__init__"], is_file=True)
        if last in modules:
            return Found(modules[last], is_file=True)
        # A folder that holds nothing to import is one of data or configuration.
        if package and inside and (inside.modules or inside.folders):
            return Found(package, is_file=False)
        return None

    def _absolute(self, home: str, name: str, importer: str) -> Found | None:
        starts = list(self._import_roots)
        packages: list[str] = []
        if name.partition(".")[0] not in _STANDARD_LIBRARY:
            around, packages = self._starts_around(home)
            starts += around
        namespace = None
        for start in (*starts, *packages):
            found = self.below(start, name)
            if found is None or found.path == importer:
                continue
            if found.is_file:
                return found
            if start not in packages:
                namespace = namespace or found
        return namespace

    def _starts_around(self, home: str) -> tuple[list[str], list[str]]:
        """Return the folders that may be on `sys.path` for a file of `home`, likeliest first.

        They are the folders above the file, nearest first, then the `src` folders in these.
        A folder that is itself a package is normally not on the path, so those come second, and
        one inside another package not at all: there, `import redis` next to a redis.py means
        the installed library.
        """
        if home not in self._starts:
            files = self._files
            above: list[str] = []
            folder = home
            while files.holds(folder) and folder not in above:
                above.append(folder)
                folder = os.path.dirname(folder)
            sources = (files.folder(folder).folders.get("src") for folder in above)
            starts = list(dict.fromkeys([*above, *filter(None, sources)]))
            packages = [start for start in starts if self._is_package(start)]
            self._starts[home] = (
                [start for start in starts if start not in packages],
                [start for start in packages if not self._is_package(os.path.dirname(start))],
            )
        return self._starts[home]

    def _is_package(self, folder: str) -> bool:
        return "__init__" in self._files.folder(folder).modules
