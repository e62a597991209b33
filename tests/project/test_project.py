"""Roots, files, buffers, and what changes."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flake8_greenlet.project import Project, files, finder

if TYPE_CHECKING:
    from project.conftest import Tree

Link = Callable[[Path, Path], None]
Record = Callable[[object, str], list[str]]


# The root


@pytest.mark.parametrize("marker", [".git", ".hg", ".svn"])
def test_the_root_is_under_version_control(tree: Tree, marker: str) -> None:
    tree.files("sub/app/db.py", "setup.py", "sub/pyproject.toml")
    (tree.root / "sub" / marker).mkdir()
    assert Project.of(str(tree.root / "sub/app/db.py")).root == tree.root / "sub"


def test_a_worktree_has_a_file_instead_of_a_folder(tree: Tree) -> None:
    tree.files("sub/app/db.py", "sub/.git")
    assert Project.of(str(tree.root / "sub/app/db.py")).root == tree.root / "sub"


@pytest.mark.parametrize("marker", ["pyproject.toml", "setup.cfg", "setup.py"])
def test_else_the_outermost_configured_folder(tree: Tree, marker: str) -> None:
    tree.files("a/b/c/db.py", "a/b/pyproject.toml", f"a/{marker}")
    assert Project.of(str(tree.root / "a/b/c/db.py")).root == tree.root / "a"


def test_else_the_folder_of_the_file(tree: Tree) -> None:
    tree.files("a/b/db.py", "a/models.py")
    project = Project.of(str(tree.root / "a/b/db.py"))
    assert project.root == tree.root / "a" / "b"
    module = project.module(tree.root / "a/b/db.py")
    assert module is not None
    assert project.resolve(module, "models", 2) is None


def test_other_files_above_a_module(tree: Tree) -> None:
    tree.files("a/b/c/env.py", "a/b/pyproject.toml", "a/settings.ini", "a/b/settings.ini")
    env = tree.root / "a/b/c/env.py"
    project = Project.of(str(env))
    assert project.data_above(env, "settings.ini") is not None
    (tree.root / "a/b/settings.ini").unlink()
    assert project.data_above(env, "settings.ini") is None  # the other one is outside


def test_files_of_a_root_share_a_project(tree: Tree) -> None:
    tree.files("a/db.py", "b/db.py", "pyproject.toml")
    project = Project.of(str(tree.root / "a/db.py"))
    assert Project.of(str(tree.root / "b/db.py")) is project
    assert Project.of(str(tree.root / "b/new.py")) is project
    assert Project.of(str(tree.root / "a/db.py"), [tree.root / "b"]) is not project


def test_relative_file_names(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.files("a/db.py", "a/pyproject.toml")
    monkeypatch.chdir(tree.root)
    for name in ("a/db.py", "./a/db.py", os.path.join("a", "..", "a", "db.py")):
        project = Project.of(name)
        assert project.root == tree.root / "a"
        assert project.buffer(name, ast.parse(""), []).path == tree.root / "a" / "db.py"


@pytest.mark.parametrize(
    "name", ["stdin", "-", "", "<unknown>", "no/such/folder/x.py", "a\0b/c.py"]
)
def test_a_name_that_is_no_path_resolves_nothing(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    tree.files("models.py", "pyproject.toml")
    monkeypatch.chdir(tree.root)
    project = Project.of(name)
    assert project.root is None
    text = "import models\nfrom . import models"
    module = project.buffer(name, ast.parse(text), [text])
    assert module.path is None
    assert not module.is_package
    assert project.resolve(module, "models") is None
    assert project.resolve(module, "models", 1) is None
    assert project.submodule(module, "models") is None
    assert not project.reaches(module, frozenset({b"sqlalchemy"}))
    assert project.reaches(module, frozenset({b"models"}))
    assert project.refresh() == project.refresh()


def test_import_roots_help_a_buffer_without_a_path(tree: Tree) -> None:
    tree.write("lib/models.py", "import sqlalchemy")
    project = Project.of("stdin", [tree.root / "lib"])
    module = project.buffer("stdin", ast.parse("import models"), ["import models"])
    assert project.resolve(module, "models") == tree.root / "lib" / "models.py"
    assert project.reaches(module, frozenset({b"sqlalchemy"}))


def test_a_file_that_does_not_exist_yet(tree: Tree) -> None:
    tree.write("db.py", "import sqlalchemy")
    tree.files("pyproject.toml")
    project = Project.of(str(tree.root / "new.py"))
    module = project.buffer(str(tree.root / "new.py"), ast.parse("import db"), ["import db\n"])
    assert module.path == tree.root / "new.py"
    assert project.resolve(module, "db") == tree.root / "db.py"
    assert project.reaches(module, frozenset({b"sqlalchemy"}))


# Reading


@pytest.mark.parametrize(
    "content",
    [
        b"def f(:\n",
        b"x = '\0'\n",
        b"x = '\xe9'\n",
        b"# coding: no-such-codec\n",
        b"{% if x %}\n",
        b"(" * 10_000,
        b"\x7fELF\x00\x01\x02\xff",
    ],
)
def test_what_cannot_be_read_is_no_module_but_is_found(
    tree: Tree, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path = tree.write("broken.py", content)
    tree.write("main.py", "import broken")
    with caplog.at_level("INFO", "flake8.greenlet"):
        assert tree.project.module(path) is None
        assert tree.project.module(path) is None
    (record,) = caplog.records
    assert str(path) in record.message
    assert tree.resolve("main.py", "broken") == "broken.py"
    assert not tree.reaches("main.py")


def test_encodings(tree: Tree) -> None:
    tree.write("latin.py", b"# coding: latin-1\nname = '\xe9'\n")
    tree.write("bom.py", b"\xef\xbb\xbfname = '\xc3\xa9'\r\nother = 1\r\n")
    for path in ("latin.py", "bom.py"):
        (assign,) = tree.module(path).bindings["name"]
        assert isinstance(assign, ast.Assign)
        assert ast.literal_eval(assign.value) == "é"


def test_a_module_is_parsed_once(tree: Tree) -> None:
    tree.write("a.py", "x = 1")
    module = tree.module("a.py")
    assert module.source is None
    assert tree.module("a.py") is module
    assert tree.project.module(tree.root / "b" / ".." / "a.py") is module
    assert repr(module) == f"<Module {tree.root / 'a.py'}>"


def test_only_regular_files_are_read(tree: Tree) -> None:
    tree.files("main.py", "models.py/inside.py", "pipe/x.py")
    assert tree.resolve("main.py", "models") is None
    for path in ("models.py", "pipe", "missing.py", "models.py/missing.py", "main.py/x.py"):
        assert tree.project.module(tree.root / path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_does_not_hang(tree: Tree) -> None:
    tree.write("main.py", "import models, late")
    tree.files("late.py")
    os.mkfifo(tree.root / "models.py")
    assert tree.resolve("main.py", "models") is None
    assert tree.project.module(tree.root / "models.py") is None
    assert tree.resolve("main.py", "late") == "late.py"
    (tree.root / "late.py").unlink()  # swapped after it was listed
    os.mkfifo(tree.root / "late.py")
    assert not tree.reaches("main.py")
    assert tree.project.module(tree.root / "late.py") is None


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no devices here")
def test_a_device_does_not_hang(tree: Tree, link: Link) -> None:
    link(tree.root / "models.py", Path("/dev/zero"))
    tree.write("main.py", "import models")
    assert not tree.reaches("main.py")
    assert Project(Path("/")).module(Path("/dev/zero")) is None


def test_huge_files_are_left_alone(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_FILE", 20)
    tree.write("small.py", "import sqlalchemy #\n")
    tree.write("large.py", "import sqlalchemy ##\n")
    assert tree.reaches("small.py")
    assert tree.project.module(tree.root / "large.py") is None
    tree.write("main.py", "import large")
    assert not tree.reaches("main.py")


def test_a_file_that_vanishes_after_it_was_listed(tree: Tree) -> None:
    tree.write("main.py", "import models")
    tree.files("models.py")
    path = tree.project.resolve(tree.module("main.py"), "models")
    assert path is not None
    path.unlink()
    assert tree.project.module(path) is None
    assert not tree.reaches("main.py")


def test_permission_denied(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.write("main.py", "import models")
    tree.write("models.py", "import sqlalchemy")
    real_open, real_scandir = os.open, os.scandir

    def deny(path: str, flags: int) -> int:
        if path.endswith("models.py"):
            raise PermissionError(13, "denied", path)
        return real_open(path, flags)

    monkeypatch.setattr(os, "open", deny)
    assert tree.project.module(tree.root / "models.py") is None
    assert not tree.reaches("main.py")
    assert tree.project.refresh() == tree.project.refresh() == 0

    def deny_folder(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "denied", path)
        return real_scandir(path)

    monkeypatch.setattr(os, "scandir", deny_folder)
    tree.files("locked/db.py")
    tree.project.refresh()
    assert tree.resolve("main.py", "locked.db") is None


def test_modules_that_import_each_other(tree: Tree) -> None:
    tree.write("a.py", "from b import x")
    tree.write("b.py", "from a import x")
    assert tree.resolve("a.py", "b") == "b.py"
    assert tree.resolve("b.py", "a") == "a.py"
    assert not tree.reaches("a.py")


def test_modules_can_be_let_go_of(tree: Tree, record: Record) -> None:
    tree.write("setup.cfg")
    tree.project = Project.of(str(tree.root / "a.py"))
    parsed = record(finder, "parse")
    for name in "ab":
        tree.write(f"{name}.py", name)
    before = Project.held()
    held = tree.module("a.py")
    tree.module("b.py")
    tree.module("b.py")
    assert parsed == ["a", "b"]
    assert Project.held() == before + 2
    generation = tree.project.generation
    Project.release()
    assert tree.project.generation != generation
    assert Project.held() <= before + 1
    assert tree.module("a.py") is held  # somebody still has it, so there is never another
    tree.module("b.py")
    assert parsed == ["a", "b", "b"]


# Buffers


def test_the_buffer_wins_over_the_file(tree: Tree) -> None:
    tree.write("models.py", "class Old: pass")
    tree.write("main.py", "from models import New")
    text = "class New: pass\n"
    module = tree.buffer("models.py", text)
    assert module.source == text
    path = tree.project.resolve(tree.module("main.py"), "models")
    assert path is not None
    assert tree.project.module(path) is module
    assert set(module.bindings) == {"New"}


def test_the_buffer_wins_also_over_a_file_that_was_loaded_or_is_broken(tree: Tree) -> None:
    tree.write("models.py", "x = 1")
    tree.write("broken.py", "x = (")
    old = tree.module("models.py")
    assert tree.project.module(tree.root / "broken.py") is None
    generation = tree.project.generation
    module = tree.buffer("models.py", "y = 1")
    assert tree.module("models.py") is module is not old
    assert tree.project.generation != generation
    mended = tree.buffer("broken.py", "x = ()")
    assert tree.module("broken.py") is mended


def test_the_words_in_the_buffer_count(tree: Tree) -> None:
    tree.write("models.py", "import sqlalchemy")
    tree.write("main.py", "import models")
    assert tree.reaches("main.py")
    tree.buffer("models.py", "import nothing")
    assert not tree.reaches("main.py")
    tree.buffer("models.py", "import sqlalchemy.orm")
    assert tree.reaches("main.py")
    tree.buffer("models.py", "import other")
    tree.write("other.py", "import sqlalchemy")
    tree.project.refresh()
    assert tree.reaches("main.py")


def test_the_modules_of_a_folder_that_mention_a_word(tree: Tree) -> None:
    def found() -> list[str | None]:
        modules = tree.project.mentioning(tree.root / "shop", b"mapper")
        return [tree.relative(path) for path in modules]

    tree.write("shop/orm.py", "import mapper")
    tree.write("shop/models.py", "x = 1")
    tree.write("shop/notes.txt", "mapper")
    tree.write("shop/inner/orm.py", "import mapper")
    assert found() == ["shop/orm.py"]
    tree.buffer("shop/models.py", "mapper = 1")
    tree.buffer("shop/new.py", "mapper = 1")
    assert found() == ["shop/new.py", "shop/orm.py"]
    tree.buffer("main.py", "x = 1")
    assert found() == ["shop/orm.py"]
    tree.write("shop/models.py", "mapper = 2")
    tree.project.refresh()
    assert found() == ["shop/models.py", "shop/orm.py"]


def test_a_buffer_holds_until_the_next_file_is_checked(tree: Tree) -> None:
    tree.write("models.py", "x = 1\n")
    tree.write("main.py", "import models\n")
    buffer = tree.buffer("models.py", "y = 1\n")
    generation = tree.project.generation
    assert tree.module("models.py") is buffer
    main = tree.buffer("main.py", "import models\n")
    assert tree.module("main.py") is main
    assert set(tree.module("models.py").bindings) == {"x"}
    assert tree.project.generation != generation


def test_the_same_buffer_again_is_the_same_module(tree: Tree) -> None:
    tree.write("models.py", "x = 1\n")
    module = tree.buffer("models.py", "y = 1\n")
    generation = tree.project.generation
    assert tree.buffer("models.py", "y = 1\n") is module
    assert tree.project.refresh() == generation
    assert tree.buffer("models.py", "z = 1\n") is not module
    assert tree.project.generation != generation


def test_a_buffer_like_the_file_is_the_module_that_others_import(tree: Tree) -> None:
    text = "# coding: utf-8\nx = 'é'\n"
    tree.write("models.py", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    module = tree.module("models.py")
    assert tree.buffer("models.py", text) is module
    assert module.source is None
    assert tree.project.generation == 0


def test_a_checked_file_need_not_be_parsed_again(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.write("models.py", "x = 1\n")
    module = tree.buffer("models.py", "x = 1\n")
    monkeypatch.delattr(finder, "parse")
    assert tree.module("models.py") is module


def test_files_checked_in_turn_cost_no_generation(tree: Tree) -> None:
    for name in "abc":
        tree.write(f"{name}.py", "import a, b, c\n")
    for name in "abcab":
        tree.project.refresh()
        assert not tree.project.reaches(
            tree.buffer(f"{name}.py", "import a, b, c\n"), frozenset({b"sqlalchemy"})
        )
    assert tree.project.generation == 0


def test_a_saved_buffer(tree: Tree) -> None:
    tree.write("models.py", "x = 1\n")
    tree.buffer("models.py", "yy = 1\n")
    tree.write("models.py", "yy = 1\n")
    tree.project.refresh()
    module = tree.buffer("models.py", "yy = 1\n")
    assert module.source is None
    assert set(module.bindings) == {"yy"}
    assert tree.module("models.py") is module


def test_a_file_that_changed_without_a_refresh_is_still_seen(tree: Tree) -> None:
    tree.write("models.py", "x = 1\n")
    old = tree.module("models.py")
    tree.write("models.py", "long = 1\n")
    module = tree.buffer("models.py", "long = 1\n")
    assert module is not old
    assert set(module.bindings) == {"long"}


def test_the_tree_of_a_buffer_is_not_touched(tree: Tree) -> None:
    text = "import a\nx = 1\ndef f():\n    global x\n    x = 2\n"
    given = ast.parse(text)
    module = tree.project.buffer(str(tree.root / "m.py"), given, text.splitlines(keepends=True))
    assert module.tree is given
    tree.project.reaches(module, frozenset({b"sqlalchemy"}))
    assert module.bindings and module.global_writers == {"x"}
    expected = ast.dump(ast.parse(text), include_attributes=True)
    assert ast.dump(given, include_attributes=True) == expected


# What changes


def test_nothing_changes(tree: Tree) -> None:
    tree.write("main.py", "import models")
    tree.files("models.py")
    module = tree.module("models.py")
    tree.reaches("main.py")
    assert tree.project.refresh() == tree.project.refresh() == 0
    assert tree.module("models.py") is module


def test_an_edit(tree: Tree) -> None:
    tree.write("main.py", "import models")
    tree.write("models.py", "x = 1")
    old = tree.module("models.py")
    assert not tree.reaches("main.py")
    tree.write("models.py", "import sqlalchemy")
    assert tree.module("models.py") is old
    assert tree.project.refresh() == 1
    assert tree.module("models.py") is not old
    assert tree.reaches("main.py")
    assert tree.project.refresh() == 1


def test_an_edit_of_a_file_that_was_only_scanned(tree: Tree) -> None:
    tree.write("main.py", "import models")
    tree.write("models.py", "import sqlalchemy")
    assert tree.reaches("main.py")
    tree.write("models.py", "x = 1")
    tree.project.refresh()
    assert not tree.reaches("main.py")


def test_an_edit_that_is_read_before_it_is_noticed(tree: Tree) -> None:
    tree.write("main.py", "import models")
    tree.write("models.py", "x = 1")
    main = tree.module("main.py")
    assert not tree.project.reaches(main, frozenset({b"sqlalchemy"}))
    tree.write("models.py", "import sqlalchemy")
    assert not tree.project.reaches(main, frozenset({b"nothing"}))
    assert tree.project.refresh() == 1
    assert tree.project.reaches(main, frozenset({b"sqlalchemy"}))


def test_a_broken_file_is_mended(tree: Tree) -> None:
    path = tree.write("models.py", "x = (")
    assert tree.project.module(path) is None
    tree.write("models.py", "x = ()")
    assert tree.project.refresh() == 1
    assert set(tree.module("models.py").bindings) == {"x"}


def test_a_file_is_created(tree: Tree) -> None:
    tree.write("main.py", "import models, app.db")
    assert tree.resolve("main.py", "models") is None
    assert not tree.reaches("main.py")
    tree.write("models.py", "import sqlalchemy")
    assert tree.resolve("main.py", "models") is None
    assert tree.project.refresh() == 1
    assert tree.resolve("main.py", "models") == "models.py"
    assert tree.reaches("main.py")
    tree.files("app/db.py")
    assert tree.project.refresh() == 2
    assert tree.resolve("main.py", "app.db") == "app/db.py"


def test_a_folder_becomes_a_package(tree: Tree) -> None:
    tree.files("main.py", "app/db.py")
    assert tree.resolve("main.py", "app") == "app"
    tree.files("app/__init__.py")
    tree.project.refresh()
    assert tree.resolve("main.py", "app") == "app/__init__.py"


def test_a_file_is_deleted(tree: Tree) -> None:
    tree.write("main.py", "import models")
    path = tree.write("models.py", "import sqlalchemy")
    tree.module("models.py")
    assert tree.resolve("main.py", "models") == "models.py"
    assert tree.reaches("main.py")
    path.unlink()
    assert tree.project.refresh() == 1
    assert tree.resolve("main.py", "models") is None
    assert tree.project.module(path) is None
    assert not tree.reaches("main.py")
    assert tree.project.refresh() == 1


def test_a_folder_is_deleted_and_comes_back(tree: Tree) -> None:
    tree.files("main.py", "app/db.py")
    assert tree.resolve("main.py", "app.db") == "app/db.py"
    (tree.root / "app" / "db.py").unlink()
    (tree.root / "app").rmdir()
    tree.project.refresh()
    assert tree.resolve("main.py", "app.db") is None
    tree.files("app/db.py")
    tree.project.refresh()
    assert tree.resolve("main.py", "app.db") == "app/db.py"


def test_what_cannot_be_imported_does_not_count(tree: Tree) -> None:
    tree.files("main.py")
    assert tree.resolve("main.py", "models") is None
    tree.files(".main.py.swp", "__pycache__/main.cpython-311.pyc", "notes.txt", "not-a-name.py")
    assert tree.project.refresh() == 0


def test_a_folder_in_which_nothing_happened_is_not_listed_again(tree: Tree, record: Record) -> None:
    tree.files("main.py")
    os.utime(tree.root, (1_000_000_000, 1_000_000_000))
    assert tree.resolve("main.py", "models") is None
    listed = record(os, "scandir")
    tree.project.refresh()
    assert listed == []
    tree.files("models.py")
    tree.project.refresh()
    assert listed == [str(tree.root)]
    assert tree.resolve("main.py", "models") == "models.py"


def test_a_folder_that_has_just_changed_is_listed_again(tree: Tree) -> None:
    tree.files("main.py")
    stamp = os.stat(tree.root).st_mtime_ns
    assert tree.resolve("main.py", "models") is None
    tree.files("models.py")
    os.utime(tree.root, ns=(stamp, stamp))  # as if the clock had not moved on in between
    tree.project.refresh()
    assert tree.resolve("main.py", "models") == "models.py"


def test_a_large_project_is_not_looked_at_all_the_time(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(files, "_FEW", 0)
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    tree.write("main.py", "x = 1")
    tree.module("main.py")
    real_stat = os.lstat

    def slow(path: str) -> os.stat_result:
        clock[0] += 0.010
        return real_stat(path)

    monkeypatch.setattr(os, "lstat", slow)
    tree.project.refresh()
    tree.write("main.py", "import sqlalchemy")
    clock[0] += 0.150
    assert tree.project.refresh() == 0
    clock[0] += 0.100
    assert tree.project.refresh() == 1
