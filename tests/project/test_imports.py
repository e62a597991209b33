from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

from flake8_greenlet.project.imports import Imported, imported


@pytest.mark.parametrize(
    "source, expected",
    [
        ("import a", [Imported(0, "a")]),
        ("import a.b.c", [Imported(0, "a.b.c"), Imported(0, "a.b"), Imported(0, "a")]),
        ("import a.b as c", [Imported(0, "a.b")]),
        ("import a, b as c, d", [Imported(0, "a"), Imported(0, "b"), Imported(0, "d")]),
        ("from a import b, c as d", [Imported(0, "a", ("b", "c"))]),
        ("from a import *", [Imported(0, "a", ("*",))]),
        ("from a import*", [Imported(0, "a", ("*",))]),
        ("from . import a", [Imported(1, "", ("a",))]),
        ("from ...a.b import c", [Imported(3, "a.b", ("c",))]),
        ("from.a import b", [Imported(1, "a", ("b",))]),
        ("from . a import b", [Imported(1, "a", ("b",))]),
        ("from .import a", [Imported(1, "", ("a",))]),
        ("from a import(b)", [Imported(0, "a", ("b",))]),
        ("from a import (\n    b,  # not (c)\n    d as e,\n)", [Imported(0, "a", ("b", "d"))]),
        ("from a \\\n    import b, \\\n    c", [Imported(0, "a", ("b", "c"))]),
        ("from \\\n  a \\\n    import \\\n b", [Imported(0, "a", ("b",))]),
        ("import a, \\\n    b", [Imported(0, "a"), Imported(0, "b")]),
        ("import \\\n    a", [Imported(0, "a")]),
        ("def f():\n\tfrom a import b", [Imported(0, "a", ("b",))]),
        ("if TYPE_CHECKING: from a import b", [Imported(0, "a", ("b",))]),
        ("try: import a\nexcept: import b", [Imported(0, "a"), Imported(0, "b")]),
        (
            "import a; import b;from c import d",
            [Imported(0, "a"), Imported(0, "b"), Imported(0, "c", ("d",))],
        ),
        ("import a  # import b", [Imported(0, "a")]),
        ("from a import b  # c, d", [Imported(0, "a", ("b",))]),
        ("from a.import_utils import b", [Imported(0, "a.import_utils", ("b",))]),
        ("from a import important", [Imported(0, "a", ("important",))]),
        ("import größe", [Imported(0, "größe")]),
        ("\x0cimport a", [Imported(0, "a")]),
        ("import a\nimport a", [Imported(0, "a")]),
        ("important = reimport(a)\nx.import_module('b')", []),
        ("'we import a'\n# import b\nyield from a", []),
        ("", []),
        ("import", []),
    ],
)
def test_each_form_of_import(source: str, expected: list[Imported]) -> None:
    assert list(imported(source.encode())) == expected


def test_line_ends_of_every_kind() -> None:
    source = b"import a\nfrom b \\\n import (c,\n d)\nimport e\n"
    assert [each.module for each in imported(source)] == ["a", "b", "e"]
    for end in (b"\r\n", b"\r"):
        assert imported(source.replace(b"\n", end)) == imported(source)


def test_prose_does_not_hide_an_import() -> None:
    source = b'"""You may import (or not\nfrom x import (y\n"""\nfrom a import b\nimport c\n'
    assert {found.module for found in imported(source)} >= {"a", "c"}


def test_nothing_that_python_sees_is_missed() -> None:
    files = sorted(Path(ast.__file__).parent.glob("[a-e]*.py"))
    assert len(files) > 20
    for file in files:
        data = file.read_bytes()
        found = {(each.level, each.module): set(each.names) for each in imported(data)}
        for node in ast.walk(ast.parse(data)):
            if isinstance(node, ast.Import):
                assert {(0, alias.name) for alias in node.names} <= found.keys()
            elif isinstance(node, ast.ImportFrom):
                assert (node.level, node.module or "") in found


@pytest.mark.parametrize(
    "source",
    [
        b"from a import (" * 20_000,
        b"from a import (\n" * 100_000,
        b"import " * 200_000,
        b"import a, # (\n" * 40_000,
        b"from a import (b, #\n" * 80_000,
        b"from a\\\n" * 100_000 + b"import b",
        b"from " + b"." * 1_000_000 + b" import a",
        b" " * 1_000_000 + b"import a",
        (b"import" + b" " * 300 + b"\\\n") * 10_000,
    ],
)
def test_hostile_input_takes_linear_time(source: bytes) -> None:
    began = time.process_time()
    imported(source)
    assert time.process_time() - began < 5  # quadratic behaviour would take minutes
