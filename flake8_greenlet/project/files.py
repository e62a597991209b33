"""Folders and files below given roots: listed once, read safely, watched for changes."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from typing import NamedTuple

#: Larger files are generated data; parsing takes about 0.7 s and 30 MB of memory per megabyte.
LARGEST_FILE = 5_000_000

# A file that was swapped for a pipe or a link since its folder was listed must neither block nor
# lead elsewhere.
_OPEN_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)

# A folder that changed this recently may change again without getting another time stamp (FAT
# counts in 2 s, Linux in ticks of up to 10 ms), so its listing is looked at again.
_YOUNG_NS = 2_000_000_000

# So many files and folders are looked at in less time than anybody can notice. Where there are
# more, looking may take the given share of the time, and what was seen holds for a second at most.
_FEW = 32
_SHARE = 0.05
_LONGEST_TRUST = 1.0

_Signature = tuple[int, int, int]


class Folder(NamedTuple):
    """What can be imported from a folder: name to real path."""

    modules: dict[str, str]
    folders: dict[str, str]


class _Listing(NamedTuple):
    stamp: int | None  # modification time; None where it says too little
    folder: Folder


class Files:
    """The files below some roots. Nothing outside is opened, whatever path or link leads there.

    All paths taken and given are real: absolute and without symbolic links.
    """

    def __init__(self, roots: Iterable[str]) -> None:
        self._roots = frozenset(roots)
        self._prefixes = tuple(os.path.join(root, "") for root in sorted(self._roots))
        self._listings: dict[str, _Listing] = {}
        self._signatures: dict[str, _Signature | None] = {}
        self._next_look = 0.0

    def holds(self, path: str) -> bool:
        """Whether a real path is one of the roots or lies below one."""
        return path.startswith(self._prefixes) or path in self._roots

    def folder(self, path: str) -> Folder:
        """Return what can be imported from a folder; nothing, if it cannot be listed."""
        listing = self._listings.get(path)
        if listing is None:
            listing = self._listings[path] = self._list(path)
        return listing.folder

    def read(self, path: str) -> bytes | None:
        """Return the content of a regular file, or None for anything else or above the limit."""
        if not self.holds(path):
            return None
        data = None
        try:
            with open(path, "rb", buffering=0, opener=_open) as file:
                info = os.fstat(file.fileno())
                if stat.S_ISREG(info.st_mode) and info.st_size <= LARGEST_FILE:
                    data = file.read()
            signature: _Signature | None = _signature(info)
        except (OSError, ValueError):
            data, signature = None, _signature_of(path)
        # The first signature stays until it is found to be wrong: older answers rest on it.
        self._signatures.setdefault(path, signature)
        return data

    def knows(self, path: str) -> bool:
        """Whether the file was read before."""
        return path in self._signatures

    def is_stale(self, path: str) -> bool:
        """Whether the file was read before and has changed since."""
        return path in self._signatures and self._signatures[path] != _signature_of(path)

    def forget(self, path: str) -> None:
        """Take the file as never read."""
        self._signatures.pop(path, None)

    def changes(self) -> list[str]:
        """Return the files and folders that changed since they were read, and forget them.

        A folder counts only if something that can be imported came or went.
        """
        began = time.monotonic()
        few = len(self._signatures) + len(self._listings) <= _FEW
        if not few and began < self._next_look:
            return []
        changed = [path for path in self._signatures if self.is_stale(path)]
        for path in changed:
            self.forget(path)
        for path, listing in self._listings.items():
            if listing.stamp is None or listing.stamp != _stamp_of(path):
                fresh = self._list(path)
                if fresh.folder != listing.folder:
                    changed.append(path)
                self._listings[path] = fresh
        now = time.monotonic()
        self._next_look = now + min((now - began) / _SHARE, _LONGEST_TRUST)
        return changed

    def _list(self, path: str) -> _Listing:
        folder = Folder({}, {})
        if not self.holds(path):
            return _Listing(None, folder)
        stamp = _stamp_of(path)  # before the listing: what changes meanwhile is noticed later
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    name, suffix = os.path.splitext(entry.name)
                    if not name.isidentifier() or name == "__pycache__":
                        continue
                    if entry.is_symlink():
                        stamp = None  # what a link leads to changes without its folder
                        self._follow(entry, folder)
                    elif suffix == ".py":
                        if entry.is_file(follow_symlinks=False):
                            folder.modules[name] = entry.path
                    elif not suffix and entry.is_dir(follow_symlinks=False):
                        folder.folders[name] = entry.path
        except OSError:
            pass
        if stamp is not None and abs(time.time_ns() - stamp) < _YOUNG_NS:
            stamp = None
        return _Listing(stamp, folder)

    def _follow(self, entry: os.DirEntry[str], folder: Folder) -> None:
        name, suffix = os.path.splitext(entry.name)
        real = os.path.realpath(entry.path)
        if not self.holds(real):
            return
        if suffix == ".py" and os.path.isfile(real):
            folder.modules[name] = real
        elif not suffix and os.path.isdir(real):
            folder.folders[name] = real


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | _OPEN_FLAGS)


def _signature(info: os.stat_result) -> _Signature:
    return info.st_mtime_ns, info.st_size, info.st_mode


def _signature_of(path: str) -> _Signature | None:
    try:
        return _signature(os.lstat(path))
    except (OSError, ValueError):
        return None


def _stamp_of(path: str) -> int | None:
    try:
        return os.lstat(path).st_mtime_ns
    except (OSError, ValueError):
        return None
