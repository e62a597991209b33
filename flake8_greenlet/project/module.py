"""One parsed source file, and the names that it binds."""

from __future__ import annotations

import ast
import io
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

from flake8_greenlet.project.bindings import bindings, global_writers, statements


def decode(data: bytes) -> str | None:
    """Return the text of a source file with "\\n" for every line end, or None if it has none.

    The encoding is found as Python finds it: byte order mark, then PEP 263 comment, then UTF-8.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, LookupError, ValueError):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse(source: str) -> ast.Module | None:
    """Return the syntax tree of a text, or None if Python cannot parse it. Nothing is raised.

    The warnings that the compiler has about other people's escapes and comparisons are dropped.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


class Module:
    """A file that could be read and parsed, or the buffer that stands for one.

    The tree may be the very one that flake8 shows to every plugin: nobody may change it.
    """

    __slots__ = (
        "path",
        "tree",
        "size",
        "source",
        "_may_write_globals",
        "_bindings",
        "_star_imports",
        "_global_writers",
        "__weakref__",
    )

    def __init__(
        self, path: Path | None, tree: ast.Module, text: str, *, keep_text: bool = False
    ) -> None:
        #: The real, absolute path; None for a buffer that has no place among the files.
        self.path = path
        self.tree = tree
        #: The characters of the text; a tree takes about 30 times the memory of its text.
        self.size = len(text)
        #: The text of a buffer that says something else than the file does; None for a file,
        #: whose text is not kept, because there may be thousands of them.
        self.source = text if keep_text else None
        self._may_write_globals = "global" in text  # spares most modules a walk over their tree
        self._bindings: dict[str, list[ast.AST]] | None = None
        self._star_imports: list[ast.ImportFrom] | None = None
        self._global_writers: frozenset[str] | None = None

    def __repr__(self) -> str:
        return f"<Module {str(self.path) if self.path else '(buffer)'}>"

    @property
    def is_package(self) -> bool:
        """Whether this is the `__init__.py` of a package."""
        return self.path is not None and self.path.name == "__init__.py"

    @property
    def bindings(self) -> dict[str, list[ast.AST]]:
        """Every name bound at module level, with the nodes that bind it in source order.

        A node is the definition or statement: a def or class, an import (whose alias the reader
        looks up), an assignment of any kind, a loop, a `with`, an `except`, a `match` pattern,
        a `type` statement, a `del`, or the `:=` expression. What stands in `if`, `try`, `with`,
        `match` and loops at module level counts; what stands in functions and classes does not.
        """
        if self._bindings is None:
            found: dict[str, list[ast.AST]] = {}
            for name, node in bindings(self.tree.body):
                nodes = found.setdefault(name, [])
                if not nodes or nodes[-1] is not node:
                    nodes.append(node)
            self._bindings = found
        return self._bindings

    def classes(self) -> Iterator[ast.ClassDef]:
        """The class statements that bind names at module level."""
        for nodes in self.bindings.values():
            for node in nodes:
                if isinstance(node, ast.ClassDef):
                    yield node

    @property
    def star_imports(self) -> list[ast.ImportFrom]:
        """The `from … import *` statements of the module, in source order."""
        if self._star_imports is None:
            self._star_imports = [
                node
                for node in statements(self.tree.body)
                if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
            ]
        return self._star_imports

    @property
    def global_writers(self) -> frozenset[str]:
        """The names that some function of the module declares `global` and binds."""
        if self._global_writers is None:
            writes = self._may_write_globals
            self._global_writers = global_writers(self.tree) if writes else frozenset()
        return self._global_writers
