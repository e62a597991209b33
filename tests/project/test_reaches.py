"""Does a module lead to one that mentions a word?"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from project.conftest import Tree

Record = Callable[[object, str], list[str]]

SQL = "import sqlalchemy\n"


def test_the_module_itself(tree: Tree) -> None:
    tree.write("yes.py", SQL)
    tree.write("no.py", "import fastapi\n")
    assert tree.reaches("yes.py")
    assert not tree.reaches("no.py")
    assert tree.reaches("no.py", b"sqlmodel", b"fastapi")
    assert not tree.reaches("no.py")


@pytest.mark.parametrize(
    "statement",
    [
        "import app.db",
        "import app.db as d",
        "from app.db import Base",
        "from app import db",
        "from app import (\n    other,\n    db as d,\n)",
        "from app.db import *",
        "def f():\n    from app.db import Base",
        "if TYPE_CHECKING:\n    from app.db import Base",
        "if True: import app.db",
        "import os; import app.db",
        "from app \\\n    import db",
        "import app.via.again",
        "from src.app import db",
    ],
)
def test_through_each_form_of_import(tree: Tree, statement: str) -> None:
    tree.files("src/app/other.py")
    tree.write("src/app/db.py", SQL)
    tree.write("src/app/via/again.py", "from ..db import Base")
    tree.write("main.py", statement + "\n")
    assert tree.reaches("main.py")


@pytest.mark.parametrize(
    "statement",
    ["from . import db", "from .db import Base", "from .. import db2", "from ..db2 import *"],
)
def test_through_relative_imports(tree: Tree, statement: str) -> None:
    tree.write("app/db2.py", SQL)
    tree.write("app/api/db.py", SQL)
    tree.write("app/api/main.py", statement)
    assert tree.reaches("app/api/main.py")


def test_through_a_package_that_re_exports(tree: Tree) -> None:
    tree.write("app/models/user.py", SQL)
    tree.write("app/models/__init__.py", "from .user import User")
    tree.write("main.py", "from app.models import User")
    assert tree.reaches("main.py")


def test_a_plain_import_makes_the_parents_reachable(tree: Tree) -> None:
    tree.write("app/__init__.py", SQL)
    tree.files("app/text.py")
    tree.write("plain.py", "import app.text")
    tree.write("only.py", "import app.text as text\nfrom app.text import slug")
    assert tree.reaches("plain.py")
    assert not tree.reaches("only.py")


def test_what_cannot_be_reached(tree: Tree) -> None:
    tree.write("db.py", SQL)
    tree.write("main.py", "import requests, os, helper\nfrom ...... import db\n")
    tree.write("helper.py", "import json")
    assert not tree.reaches("main.py")


@pytest.mark.parametrize("order", list(itertools.permutations("abcd")))
def test_cycles_in_any_order(tree: Tree, order: tuple[str, ...]) -> None:
    tree.write("a.py", "import b\nimport hit")
    tree.write("b.py", "import c")
    tree.write("c.py", "import a")
    tree.write("d.py", "import e")
    tree.write("e.py", "import d")
    tree.write("hit.py", SQL)
    assert {name: tree.reaches(f"{name}.py") for name in order} == {
        "a": True,
        "b": True,
        "c": True,
        "d": False,
    }


def test_each_file_is_read_once(tree: Tree, record: Record) -> None:
    names = "abcdef"
    for name in names:
        tree.write(f"{name}.py", "import " + ", ".join(names))
    modules = [tree.module(f"{name}.py") for name in names]
    read = record(tree.project._files, "read")
    for module in modules * 2:
        assert not tree.project.reaches(module, frozenset({b"sqlalchemy"}))
    assert sorted(read) == [str(tree.root / f"{name}.py") for name in names]


def test_the_search_stops_at_the_first_hit(tree: Tree, record: Record) -> None:
    tree.write("main.py", "import first, second")
    tree.write("first.py", SQL)
    tree.files("second.py")
    main = tree.module("main.py")
    read = record(tree.project._files, "read")
    assert tree.project.reaches(main, frozenset({b"sqlalchemy"}))
    assert [tree.relative(Path(path)) for path in read] == ["main.py", "first.py"]
