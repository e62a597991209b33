"""Real code to measure on: the standard library, SQLAlchemy, applications from the package index.

Wheels, because they hold the modules just as an sdist does and need no build. They are pinned, so
that ratios of different days can be compared, and kept in ``.benchmarks``.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as package

CACHE = Path(__file__).resolve().parent.parent / ".benchmarks"

#: Of the standard library: code that is broken on purpose, and what is not part of it.
LEFT_OUT = {"test", "tests", "lib2to3", "site-packages", "dist-packages"}


@dataclass(frozen=True)
class Tree:
    """A folder of Python files."""

    name: str
    path: Path

    @property
    def files(self) -> list[Path]:
        found = sorted(self.path.rglob("*.py"))
        return [path for path in found if LEFT_OUT.isdisjoint(path.relative_to(self.path).parts)]


def stdlib() -> Tree:
    """This interpreter's standard library: nothing in it has to do with SQLAlchemy."""
    return Tree("standard library", Path(sysconfig.get_path("stdlib")))


def sqlalchemy() -> Tree:
    """The installed SQLAlchemy: its own sources, synchronous for the most part."""
    return Tree(f"SQLAlchemy {importlib.metadata.version('SQLAlchemy')}", Path(package.__path__[0]))


def application(requirement: str) -> Tree:
    """The sources of ``name==version``, downloaded the first time that they are asked for.

    Raises:
        subprocess.CalledProcessError: pip could not get it, and has said why.
    """
    folder = CACHE / requirement.replace("==", "-")
    if not folder.exists():
        downloads = CACHE / "wheels" / folder.name
        command = ["download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        subprocess.run(
            [sys.executable, "-m", "pip", *command, "--dest", str(downloads), requirement],
            check=True,
        )
        (wheel,) = downloads.glob("*.whl")
        # Whole or not at all: two processes may ask for it at the same time.
        with tempfile.TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True) as unpacked:
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(unpacked)
            with contextlib.suppress(OSError):
                Path(unpacked).rename(folder)
    return Tree(requirement, folder)
