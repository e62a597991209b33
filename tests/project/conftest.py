"""A tree of files in a temporary folder, and the project in it."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.project import Module, Project


class Tree:
    """A project folder; paths are given with slashes, relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project(root)

    def write(self, path: str, content: str | bytes = "") -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def files(self, *paths: str) -> None:
        for path in paths:
            self.write(path)

    def module(self, path: str) -> Module:
        module = self.project.module(self.root / path)
        assert module is not None
        return module

    def buffer(self, path: str, text: str) -> Module:
        return self.project.buffer(
            str(self.root / path), ast.parse(text), text.splitlines(keepends=True)
        )

    def relative(self, path: Path | None) -> str | None:
        return None if path is None else path.relative_to(self.root).as_posix()

    def resolve(self, importer: str, name: str | None, level: int = 0) -> str | None:
        return self.relative(self.project.resolve(self.module(importer), name, level))

    def reaches(self, path: str, *words: bytes) -> bool:
        return self.project.reaches(self.module(path), frozenset(words or {b"sqlalchemy"}))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    root = tmp_path.resolve() / "repo"
    root.mkdir()
    return Tree(root)


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Callable[[object, str], list[str]]:
    """Let the calls of a function through, and collect their first arguments."""

    def start(owner: object, name: str) -> list[str]:
        arguments: list[str] = []
        original: Callable[[str], object] = getattr(owner, name)

        def call(argument: str) -> object:
            arguments.append(argument)
            return original(argument)

        monkeypatch.setattr(owner, name, call)
        return arguments

    return start


@pytest.fixture
def link() -> Callable[[Path, Path], None]:
    def make(path: Path, target: Path) -> None:
        try:
            os.symlink(target, path)
        except (OSError, NotImplementedError):
            pytest.skip("no symbolic links here")

    return make
