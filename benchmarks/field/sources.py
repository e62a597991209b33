"""Repositories at a commit, and what flake8 says of their files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.field.records import Judged
from benchmarks.trees import CACHE

FOLDER = CACHE / "field"
FROM = "https://github.com/{owner}/{name}"
FINDING = re.compile(r"(?P<path>.+?):(?P<line>\d+):\d+: (?P<code>GRN\d+) (?P<message>.+)")


def checkout(repository: str, commit: str, source: str = FROM) -> Path:
    """The files of a commit, fetched the first time that they are asked for.

    Args:
        source: where repositories are, with `{owner}` and `{name}`.

    Raises:
        subprocess.CalledProcessError: git could not get it, and has said why.
    """
    folder = FOLDER / f"{repository.replace('/', '+')}-{commit[:12]}"
    if (folder / ".git").exists():
        return folder
    owner, _, name = repository.partition("/")
    unfinished = folder.with_name(folder.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _git(unfinished, "init", "--quiet")
    _git(unfinished, "fetch", "--quiet", "--depth=1", source.format(owner=owner, name=name), commit)
    _git(unfinished, "checkout", "--quiet", "--detach", "FETCH_HEAD")
    unfinished.rename(folder)
    return folder


def _git(folder: Path, *arguments: str) -> None:
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_LFS_SKIP_SMUDGE": "1"}
    command = ["git", "-c", "protocol.version=2", *arguments]
    subprocess.run(command, cwd=folder, check=True, env={**os.environ, **quiet})


def python_files(folder: Path) -> int:
    """How many files flake8 looks at in a folder."""
    return sum(".git" not in path.parts for path in folder.rglob("*.py"))


def findings(folder: Path, paths: Sequence[str] = (".",), jobs: int = 2) -> Iterator[Judged]:
    """What flake8 tells of the files, with nothing but this plugin and no configuration.

    Raises:
        RuntimeError: flake8 has failed.
    """
    command = [sys.executable, "-m", "flake8", "--isolated", "--select=GRN", f"--jobs={jobs}"]
    done = subprocess.run([*command, *paths], cwd=folder, capture_output=True, text=True)
    # What is on stderr may be no more than Python's warnings about the files.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"flake8 in {folder}: {done.stderr.strip()[-500:]}")
    for line in sorted(done.stdout.splitlines()):
        match = FINDING.fullmatch(line)
        if match is not None:
            path = match["path"].removeprefix("./")
            yield Judged(path, int(match["line"]), match["code"], match["message"])
