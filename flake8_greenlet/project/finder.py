"""A project: the modules around a file that is being checked."""

from __future__ import annotations

import ast
import logging
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import ClassVar
from weakref import WeakValueDictionary

from flake8_greenlet.project.files import Files
from flake8_greenlet.project.imports import Imported, imported
from flake8_greenlet.project.module import Module, decode, parse
from flake8_greenlet.project.places import find_root, real_path
from flake8_greenlet.project.reach import Reach
from flake8_greenlet.project.search import Found, Search

# What stands below "flake8" is shown with `flake8 -v`.
LOG = logging.getLogger("flake8.greenlet")


class Project:
    """The source files below a root, and below import roots that were named explicitly.

    Nothing outside of them is read. Modules are parsed once and kept until `release()`; `refresh()`
    notices what has changed on disk. The buffer that is being checked takes the place of its file.
    """

    _projects: ClassVar[dict[tuple[str | None, tuple[str, ...]], Project]] = {}

    def __init__(self, root: Path | None, import_roots: Sequence[Path] = ()) -> None:
        """Take the root (None: only the import roots, if any, are looked into)."""
        self.root = None if root is None else Path(os.path.realpath(root))
        self.import_roots = tuple(Path(os.path.realpath(folder)) for folder in import_roots)
        #: Grows whenever something that was known here is no longer true.
        self.generation = 0
        starts = [str(folder) for folder in self.import_roots]
        self._files = Files([*starts, *([str(self.root)] if self.root else [])])
        self._search = Search(self._files, starts)
        self._modules: dict[str, Module | None] = {}
        # A module that somebody still holds is never parsed again, so that it stays the same one.
        self._held: WeakValueDictionary[str, Module] = WeakValueDictionary()
        self._imports: dict[str, tuple[Imported, ...]] = {}
        self._reach: dict[frozenset[bytes], Reach] = {}
        self._mentioning: dict[tuple[str, bytes], list[Path]] = {}
        self._buffer: Module | None = None

    @classmethod
    def of(cls, filename: str, import_roots: Sequence[Path] = ()) -> Project:
        """Return the project of a file, the same one for all files of a root.

        The root is the nearest folder above the file that is under version control, else the
        outermost one with a pyproject.toml, setup.cfg or setup.py, else the file's own. A name
        that is no path (`stdin`, `-`), or whose folder does not exist, gets a project of its own.
        """
        path = real_path(filename)
        root = None if path is None else find_root(os.path.dirname(path))
        key = (root, tuple(os.path.realpath(folder) for folder in import_roots))
        if key not in cls._projects:
            cls._projects[key] = cls(None if root is None else Path(root), import_roots)
        return cls._projects[key]

    @classmethod
    def held(cls) -> int:
        """How much source has been parsed and is kept, in characters, in all projects."""
        return sum(
            module.size for project in cls._projects.values() for module in project._held.values()
        )

    @classmethod
    def release(cls) -> None:
        """Let go of what has been parsed, in all projects.

        It is parsed again when it is asked for. Who holds values that were made of the old trees
        has to let go of them as well, which the generation says.
        """
        for project in cls._projects.values():
            project._modules.clear()
            project.generation += 1

    def buffer(self, filename: str, tree: ast.Module, lines: Sequence[str]) -> Module:
        """Return the module of the file that is being checked, given what flake8 knows of it.

        Where the lines are what the disk holds, this is the same object that other modules get
        when they import the file; its tree is then equal to the given one, but not always
        identical. Otherwise the buffer takes the file's place until the next call.
        """
        text = "".join(lines)
        path = real_path(filename)
        key = path or ""
        if self._files.is_stale(key):
            self._drop([key])
        was_known = self._files.knows(key)
        if path is not None:
            data = self._files.read(path)
            if data is not None and decode(data) == text:
                self._set_buffer(None)
                module = self._held.get(path)
                if module is None:
                    module = self._held[path] = Module(Path(path), tree, text)
                return module
        current = self._buffer
        if current is None or self._key(current) != key or current.source != text:
            module = Module(None if path is None else Path(path), tree, text, keep_text=True)
            self._set_buffer(module, was_known)
            return module
        return current

    def module(self, path: Path) -> Module | None:
        """Return the module in a file; None if it is outside, or cannot be read and parsed."""
        key = str(path)
        if key not in self._modules:
            key = os.path.realpath(key)
        if self._buffer is not None and key == self._key(self._buffer):
            return self._buffer
        if key in self._modules:
            return self._modules[key]
        module = self._modules[key] = self._held.get(key) or self._load(key)
        if module is not None:
            self._held[key] = module
        return module

    def resolve(self, importer: Module, name: str | None, level: int = 0) -> Path | None:
        """Return the file that an import names, as seen from the importing module.

        `name` and `level` are those of the statement: `from ..a import b` has "a" and 2,
        `from . import b` None and 1, `import a.b` "a.b" and 0. The answer is a source file, or
        the folder of a namespace package, or None for what is not in this project. A namespace
        package only says that a folder of that name exists: what `submodule()` does not find
        in it may as well be in an installed package of the same name.
        """
        key = self._key(importer)
        found = self._search.find(key, name or "", level)
        return None if found is None else Path(found.path)

    def submodule(self, package: Module | Path, name: str) -> Path | None:
        """Return the file (or namespace folder) of a submodule; None if there is none.

        The package is a module (only an `__init__.py` has submodules) or what `resolve()` gave.
        """
        path = package.path if isinstance(package, Module) else package
        if path is None:
            return None
        is_file = isinstance(package, Module) or path.suffix == ".py"
        found = self._below(Found(os.path.realpath(path), is_file), name)
        return None if found is None else Path(found.path)

    def siblings(self, path: Path) -> list[Path]:
        """Return the other modules of the folder that a module stands in, sorted."""
        folder = self._files.folder(os.path.realpath(path.parent))
        found = sorted(set(folder.modules.values()) - {os.path.realpath(path)})
        return [Path(name) for name in found]

    def above(self, path: Path, name: str) -> Iterator[Path]:
        """The modules of a name in the folder of a file and in those above it, nearest first."""
        folder, below = os.path.dirname(os.path.realpath(path)), ""
        while folder != below and self._files.holds(folder):
            found = self._files.folder(folder).modules.get(name)
            if found is not None:
                yield Path(found)
            folder, below = os.path.dirname(folder), folder

    def data_above(self, path: Path, name: str) -> bytes | None:
        """The content of the file of this name, no module, that is nearest above another file."""
        folder, below = os.path.dirname(os.path.realpath(path)), ""
        while folder != below and self._files.holds(folder):
            data = self._files.read(os.path.join(folder, name))
            if data is not None:
                return data
            folder, below = os.path.dirname(folder), folder
        return None

    def mentioning(self, folder: Path, word: bytes) -> list[Path]:
        """Return the modules of a folder that have a word in their text, sorted."""
        place = os.path.realpath(folder)
        if (place, word) not in self._mentioning:
            names = set(self._files.folder(place).modules.values())
            if self._buffer is not None and os.path.dirname(self._key(self._buffer)) == place:
                names.add(self._key(self._buffer))
            self._mentioning[place, word] = [
                Path(name) for name in sorted(names) if word in (self._text(name) or b"")
            ]
        return self._mentioning[place, word]

    def reaches(self, module: Module, words: frozenset[bytes]) -> bool:
        """Whether a module, or one that it imports directly or not, mentions one of the words.

        Looks at bytes only, no further than the first hit, and at each file once.
        """
        reach = self._reach.get(words)
        if reach is None:
            reach = self._reach[words] = Reach(
                lambda key: self._mentions(key, words), self._imported_files
            )
        return reach(self._key(module))

    def refresh(self) -> int:
        """Forget what has changed on disk, and return the generation.

        To be called before each file that is checked. The generation differs from an earlier one
        if and only if values that were computed in between may be wrong now.
        """
        changed = self._files.changes()
        if changed:
            self._drop(changed)
        return self.generation

    @staticmethod
    def _key(module: Module) -> str:
        return "" if module.path is None else str(module.path)

    def _set_buffer(self, module: Module | None, is_news: bool = True) -> None:
        previous, self._buffer = self._buffer, module
        if previous is not None or module is not None:
            self._mentioning.clear()
        changed = [self._key(m) for m in (previous, module if is_news else None) if m is not None]
        if changed:
            self._drop(changed)

    def _drop(self, paths: Iterable[str]) -> None:
        """Forget what was read from these files, and everything that was concluded."""
        for path in paths:
            self._files.forget(path)
            self._modules.pop(path, None)
            self._held.pop(path, None)
            self._imports.pop(path, None)
        self._search.forget()
        self._reach.clear()
        self._mentioning.clear()
        self.generation += 1

    def _load(self, path: str) -> Module | None:
        data = self._files.read(path)
        text = None if data is None else decode(data)
        tree = None if text is None else parse(text)
        if text is None or tree is None:
            if data is not None:
                version = platform.python_version()
                LOG.info("%s is unknown: Python %s cannot read it", path, version)
            return None
        return Module(Path(path), tree, text)

    def _below(self, package: Found, name: str) -> Found | None:
        folder = package.path
        if package.is_file:
            folder, file = os.path.split(folder)
            if file != "__init__.py":
                return None
        return self._search.below(folder, name)

    def _text(self, key: str) -> bytes | None:
        if self._buffer is not None and key == self._key(self._buffer):
            return (self._buffer.source or "").encode(errors="replace")
        return self._files.read(key)

    def _mentions(self, key: str, words: frozenset[bytes]) -> bool:
        data = self._text(key)
        if data is None:
            self._imports[key] = ()
            return False
        if any(word in data for word in words):
            return True
        if key not in self._imports:
            self._imports[key] = imported(data)
        return False

    def _imported_files(self, key: str) -> Iterator[str]:
        for level, module, names in self._imports[key]:
            found = self._search.find(key, module, level)
            if found is None:
                continue
            if found.is_file:
                yield found.path
            for name in names:
                inner = self._below(found, name)
                if inner is not None and inner.is_file:
                    yield inner.path
