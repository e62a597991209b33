"""Where a file really is, and the root of the project that it belongs to."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from functools import lru_cache

_VERSION_CONTROL = (".git", ".hg", ".svn")
_CONFIGURATION = ("pyproject.toml", "setup.cfg", "setup.py")

# What is found out about a folder holds until a second is over: files that are checked one after
# another share it.
_FOLDERS = 256


def real_path(filename: str) -> str | None:
    """Return the real path of what flake8 calls a file; None if that is no place on disk.

    The file need not exist, its folder must.
    """
    if filename in ("", "-", "stdin") or filename.startswith("<"):
        return None
    folder, name = os.path.split(filename)
    try:
        place = _real_folder(os.path.join(os.getcwd(), folder), _second())
        if place is None:
            return None
        path = os.path.join(place, name)
        if name in ("", os.curdir, os.pardir) or os.path.islink(path):
            path = os.path.realpath(path)
            return path if os.path.isdir(os.path.dirname(path)) else None
    except (OSError, ValueError):
        return None
    return path


def find_root(folder: str) -> str:
    """Return the root of the project that a folder belongs to."""
    return _root(folder, _second())


def _second() -> int:
    return int(time.monotonic())


@lru_cache(_FOLDERS)
def _real_folder(folder: str, second: int) -> str | None:
    path = os.path.realpath(folder)
    return path if os.path.isdir(path) else None


@lru_cache(_FOLDERS)
def _root(folder: str, second: int) -> str:
    above = [folder]
    while (parent := os.path.dirname(above[-1])) != above[-1]:
        above.append(parent)
    for candidate in above:
        if _has_any(candidate, _VERSION_CONTROL):
            return candidate
    configured = [candidate for candidate in above if _has_any(candidate, _CONFIGURATION)]
    return configured[-1] if configured else folder


def _has_any(folder: str, names: Iterable[str]) -> bool:
    return any(os.path.exists(os.path.join(folder, name)) for name in names)
