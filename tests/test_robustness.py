"""Bad, deep and large input, and whole trees: nothing crashes, nothing of others is lost."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet import analysis
from flake8_greenlet.analysis import Finding
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

Lint = Callable[..., list[Finding]]

IMPORTS = """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
"""
DROPPED = "\n\nasync def main(session: AsyncSession):\n    session.commit()\n"
UNUSED = "import json\n"


def flake8(
    cwd: Path,
    *arguments: str,
    select: str = "E9,F,GRN",
    stdin: bytes | None = None,
    prelude: str = "",
) -> subprocess.CompletedProcess[str]:
    """flake8 with pyflakes beside us, in a process in which `prelude` ran before."""
    script = f"{prelude}\nimport sys\nfrom flake8.main.cli import main\nsys.exit(main())\n"
    run = subprocess.run(
        [sys.executable, "-c", script, "--isolated", "-j1", "--select", select, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
    )
    return subprocess.CompletedProcess(
        run.args, run.returncode, run.stdout.decode("utf-8", "replace"), run.stderr.decode()
    )


def reported(run: subprocess.CompletedProcess[str]) -> set[str]:
    """`path:row code` of everything that flake8 said."""
    assert "Traceback" not in run.stderr, run.stderr
    found = set()
    for line in run.stdout.splitlines():
        path, row, _, rest = line.split(":", 3)
        found.add(f"{path}:{row} {rest.split()[0]}")
    return found


# Files that cannot be read or parsed


def test_a_syntax_error_of_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(IMPORTS + "def broken(:\n", "utf-8")
    assert {found.split()[1] for found in reported(flake8(tmp_path, "a.py"))} == {"E999"}


@pytest.mark.parametrize(
    "content",
    [
        b"def broken(:\n",
        b"x = '\xff\xfe'\n",
        b"# coding: nothing-at-all\nx = 1\n",
        b"x = 1\0\n",
        b"",
        b"\xef\xbb\xbfx = 1\n",
        b"if True:\n\tx = 1\n        y = 2\n",
        b"(" * 1000 + b")" * 1000,
        b"x = " + b"-" * 100_000 + b"1\n",
        b"x = 0o9\n",
        b"\x0c\n",
        b"print 'Python 2'\n",
        b"# coding: utf-16\nx = 1\n",
        b"x = '" + b"a" * 100_000 + b"'\n",
        b"return\nyield\nawait x\nbreak\nnonlocal x\n",
    ],
)
def test_an_imported_file_that_is_broken(tmp_path: Path, content: bytes) -> None:
    """What is wrong with it is said when it is checked, not here."""
    (tmp_path / "setup.cfg").touch()
    (tmp_path / "broken.py").write_bytes(content)
    source = IMPORTS + "from broken import *\nfrom broken import x\nimport broken\n" + DROPPED
    (tmp_path / "a.py").write_text(source, "utf-8")
    lines = source.splitlines(keepends=True)
    [finding] = GreenletChecker(
        ast.parse(source), lines, str(tmp_path / "a.py"), Options()
    ).findings()
    assert (finding.row, finding.code) == (9, "GRN002")


def test_an_imported_file_that_is_broken_never_becomes_e999(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("def broken(:\n", "utf-8")
    (tmp_path / "a.py").write_text(IMPORTS + "from broken import x\n" + DROPPED, "utf-8")
    run = flake8(tmp_path, "a.py")
    assert reported(run) == {"a.py:1 F401", "a.py:3 F401", "a.py:7 GRN002"}


def test_next_to_nothing(tmp_path: Path) -> None:
    contents = [
        b"",
        b"\n",
        b"\n\n\n",
        b"# only a comment",
        b"\xef\xbb\xbf",
        b"''",
        b"\x0c",
        b"\\\n",
    ]
    for number, content in enumerate(contents):
        (tmp_path / f"a{number}.py").write_bytes(content)
    assert not {found for found in reported(flake8(tmp_path, ".")) if "GRN" in found}


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """flake8 says what it says of them without us."""
    contents = [b"x = '\xff'\n", b"\0\n", b"# coding: nothing-at-all\n", b"\xff\xfe\x00"]
    for number, content in enumerate(contents):
        (tmp_path / f"a{number}.py").write_bytes(b"import sqlalchemy\n" + content)
    with_us = flake8(tmp_path, ".")
    without = flake8(
        tmp_path,
        ".",
        prelude="from flake8_greenlet.plugin import GreenletChecker\n"
        "GreenletChecker.run = lambda self: iter(())",
    )
    assert reported(with_us) == reported(without)
    assert with_us.returncode == without.returncode


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.py").write_bytes((IMPORTS + DROPPED).replace("\n", ending).encode())
    found = {f for f in reported(flake8(tmp_path, "a.py")) if "GRN" in f}
    assert found == {"a.py:6 GRN002"}


def test_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbf" + (IMPORTS + DROPPED).encode())
    assert "a.py:6 GRN002" in reported(flake8(tmp_path, "a.py"))


def test_no_newline_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text((IMPORTS + DROPPED).rstrip("\n"), "utf-8")
    assert "a.py:6 GRN002" in reported(flake8(tmp_path, "a.py"))


def test_standard_input_without_a_name(tmp_path: Path) -> None:
    run = flake8(tmp_path, "-", select="GRN", stdin=(IMPORTS + DROPPED).encode())
    assert reported(run) == {"stdin:6 GRN002"}


@pytest.mark.parametrize(
    "name", ["-", "stdin", "", "nowhere/at/all.py", "notebook.ipynb", "a\0b.py", "x" * 5000, "."]
)
def test_a_name_that_is_no_file(lint: Lint, name: str) -> None:
    [finding] = lint(name, IMPORTS + "from models import User\n" + DROPPED)
    assert (finding.row, finding.column, finding.code) == (7, 12, "GRN002")


# Files that come and go


def test_a_file_that_vanishes(tmp_path: Path, lint: Lint) -> None:
    (tmp_path / "setup.cfg").touch()
    other, path = tmp_path / "other.py", tmp_path / "a.py"
    source = IMPORTS + "from other import User\n" + DROPPED
    for path_exists, other_exists in [(1, 1), (0, 1), (1, 0), (0, 0), (1, 1)]:
        for file, exists in ((path, path_exists), (other, other_exists)):
            if exists:
                file.write_text(source, "utf-8")
            else:
                file.unlink(missing_ok=True)
        assert [f.row for f in lint(path, source)] == [7]


def test_a_folder_that_vanishes(lint: Lint) -> None:
    source = IMPORTS + "from . import other\n" + DROPPED
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.py")
        path.write_text(source, "utf-8")
        assert [f.row for f in lint(path)] == [7]
    assert [f.row for f in lint(path, source)] == [7]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_does_not_block(tmp_path: Path, lint: Lint) -> None:
    (tmp_path / "setup.cfg").touch()
    os.mkfifo(tmp_path / "other.py")
    source = IMPORTS + "from other import User\n" + DROPPED
    assert [f.row for f in lint(tmp_path / "a.py", source)] == [7]


@pytest.mark.parametrize("length", [1, 2, 3, 200])
def test_circular_imports(tmp_path: Path, lint: Lint, length: int) -> None:
    (tmp_path / "setup.cfg").touch()
    for number in range(length):
        following = (number + 1) % length
        (tmp_path / f"m{number}.py").write_text(
            IMPORTS + f"from m{following} import *\nfrom m{following} import User, base{number}\n"
            f"base{following} = base{number}\n\n\nclass User{number}(User):\n    pass\n" + DROPPED,
            "utf-8",
        )
    assert [f.code for f in lint(tmp_path / "m0.py")] == ["GRN002"]


# Too much of something


def deep(kind: str, depth: int) -> str:
    """A program that is nested `depth` times."""
    if kind == "blocks":
        return (
            "".join("    " * n + "if session:\n" for n in range(depth)) + "    " * depth + "pass\n"
        )
    if kind == "functions":
        return "".join("    " * n + "def f():\n" for n in range(depth)) + "    " * depth + "pass\n"
    if kind == "coroutines":
        return (
            "".join("    " * n + "async def f():\n" for n in range(depth))
            + "    " * depth
            + "pass\n"
        )
    if kind == "classes":
        return "".join("    " * n + "class C:\n" for n in range(depth)) + "    " * depth + "pass\n"
    if kind == "chain of bases":
        return "class C0: pass\n" + "".join(f"class C{n + 1}(C{n}): pass\n" for n in range(depth))
    if kind == "else if":
        return "if 1:\n    pass\n" + "elif session:\n    pass\n" * depth
    if kind == "chain of names":
        return (
            "x0 = session\n" + "".join(f"x{n + 1} = x{n}\n" for n in range(depth)) + f"x{depth}()\n"
        )
    return {
        "parentheses": "x = " + "(" * depth + "1" + ")" * depth,
        "lists": "x = " + "[" * depth + "]" * depth,
        "attributes": "x = session" + ".a" * depth,
        "calls": "x = session" + "()" * depth,
        "arguments": "x = " + "session(" * depth + ")" * depth,
        "subscripts": "x = session" + "[0]" * depth,
        "sums": "x = session" + " + 1" * depth,
        "negations": "x = " + "not " * depth + "session",
        "minuses": "x = " + "-" * depth + "1",
        "lambdas": "x = " + "lambda: " * depth + "1",
        "conditionals": "x = " + "1 if session else " * depth + "1",
        "awaits": "x = 1\n\n\nasync def f():\n    x = " + "[await " * depth + "x" + "]" * depth,
    }[kind] + "\n"


KINDS = [
    "arguments",
    "attributes",
    "awaits",
    "blocks",
    "calls",
    "chain of bases",
    "chain of names",
    "classes",
    "conditionals",
    "coroutines",
    "else if",
    "functions",
    "lambdas",
    "lists",
    "minuses",
    "negations",
    "parentheses",
    "subscripts",
    "sums",
]


@pytest.mark.parametrize("depth", [15, 80, 500, 3000])
@pytest.mark.parametrize("kind", KINDS)
def test_deep_nesting(lint: Lint, tmp_path: Path, kind: str, depth: int) -> None:
    """As deep as the parser goes; and what follows is looked at all the same."""
    source = IMPORTS + "session = 1\n" + deep(kind, depth) + DROPPED
    try:
        ast.parse(source)
        compile(source, "a.py", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        return
    rows = [f.row for f in lint(tmp_path / "a.py", source) if f.code == "GRN002"]
    assert rows == [source.count("\n")]


def test_deep_nesting_inside_a_coroutine_costs_that_coroutine_at_most(
    lint: Lint, tmp_path: Path
) -> None:
    nested = "    session" + ".a(1)" * 300 + "\n"
    source = IMPORTS + "\n\nasync def first(session):\n" + nested + DROPPED
    assert [f.row for f in lint(tmp_path / "a.py", source)] == [source.count("\n")]


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "x{0} = [1, 2, {0}]\n",
        "def f{0}(a, b):\n    if a:\n        b = f{0}\n    return b\n",
        "async def f{0}(session: AsyncSession):\n    await session.execute(select(1))\n",
        "class C{0}:\n    def method(self):\n        return self.other\n",
        "# nothing but comments {0}\n",
    ],
)
def test_very_many_lines(lint: Lint, tmp_path: Path, unit: str) -> None:
    """Not more than a few times what the parser needs."""
    lines = 30_000
    count = (lines - 8) // unit.count("\n")
    source = IMPORTS + "".join(unit.format(number) for number in range(count)) + DROPPED
    parsing = timed(lambda: ast.parse(source))
    rows: list[int] = []
    took = timed(lambda: rows.extend(f.row for f in lint(tmp_path / "a.py", source)))
    assert rows == [source.count("\n")]
    assert took < 20 + 20 * parsing


def test_one_function_that_has_no_end(lint: Lint, tmp_path: Path) -> None:
    body = "    if session.a():\n        session = session.b()\n" * 3000
    source = IMPORTS + f"\n\nasync def f(session):\n{body}" + DROPPED
    rows: list[int] = []
    took = timed(lambda: rows.extend(f.row for f in lint(tmp_path / "a.py", source)))
    assert rows == [source.count("\n")]
    assert took < 20


def test_calls_that_double_at_every_level(lint: Lint, tmp_path: Path) -> None:
    functions = "".join(
        f"async def f{n}(session):\n    await f{n + 1}(session)\n    await f{n + 1}(session)\n\n\n"
        for n in range(40)
    )
    source = IMPORTS + functions + "async def f40(session):\n    await session.flush()\n" + DROPPED
    rows: list[int] = []
    took = timed(lambda: rows.extend(f.row for f in lint(tmp_path / "a.py", source)))
    assert rows == [source.count("\n")]
    assert took < 20


@pytest.mark.parametrize("number", ["0", "1", "-1", "0xffffffffff", "1e400", "1j", "...", "b''"])
def test_odd_constants(lint: Lint, tmp_path: Path, number: str) -> None:
    source = IMPORTS + (
        f"x = {number}\ny = [x][{number}]\nz = (1, 2)[x:y]\nw = 'a' * 10 ** 9\n"
        f"for i in range(10 ** 12): pass\nv = {{x: x}}[x]\nu = 2 ** 10 ** 9\nt = 1 << 10 ** 9\n"
        f"s = 1 / 0\nr = 1 % 0\nq = '%d' % 'a'\np = '{{}}'.format()\no = [0] * 10 ** 9\n"
        f"n = 'a'.join([1])\nm = 'a'.ljust(10 ** 9)\nl = int('x')\nk = f'{{x:>999999999}}'\n"
        f"j = f'{{x!r:{{y}}}}'\nh, *g = x\n(f := x)\nx @= y\ndel x, y[0], z.a\n"
    )
    took = timed(lambda: lint(tmp_path / "a.py", source + DROPPED))
    assert took < 5
    # After a statement that raises nothing else of a module runs; its functions are looked at.
    assert [f.row for f in lint(tmp_path / "a.py", source + DROPPED)] == [
        (source + DROPPED).count("\n")
    ]


@pytest.mark.parametrize(
    "form", ["list", "dict", "tuple", "set", *("Annotated Generic List Optional Union".split())]
)
@pytest.mark.parametrize("members", ["()", "(), ()", "...", "...,", "*x", "'('", "1, 2, 3", ":"])
def test_odd_annotations(lint: Lint, tmp_path: Path, form: str, members: str) -> None:
    source = (
        "from typing import *\n"
        + IMPORTS
        + "from sqlalchemy.orm import Mapped\n"
        + f"class A:\n    a: Mapped[{members}]\n    b: {form}[{members}] = {form}[{members}]\n"
        + f"async def main(x: {form}[{members}], session: AsyncSession) -> Mapped[{members}]:\n"
        + f"    y: {form}[{members}] = {form}[{members}]()\n"
        + "    session.commit()\n"
    )
    try:
        ast.parse(source)
    except SyntaxError:
        pytest.skip("a starred item between brackets is new in Python 3.11")
    assert [finding.code for finding in lint(tmp_path / "a.py", source)] == ["GRN002"]


@pytest.mark.parametrize(
    "consumer", ["list({})", "next({})", "for x in {}: pass", "[x for x in {}]", "a, b = {}"]
)
def test_a_lambda_that_yields(lint: Lint, tmp_path: Path, consumer: str) -> None:
    source = IMPORTS + "\n\ndef f():\n    " + consumer.format("(lambda: (yield 1))()") + "\n"
    assert lint(tmp_path / "a.py", source) == []


# The net itself, and our neighbours


@pytest.mark.parametrize(
    "error, place",
    [
        ("KeyError('x')", "flake8_greenlet.interpreter.machine.Machine.run_entry"),
        ("SyntaxError('x')", "flake8_greenlet.project.Project.refresh"),
    ],
)
def test_a_crash_costs_our_findings_at_most(tmp_path: Path, error: str, place: str) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text(IMPORTS + DROPPED + UNUSED, "utf-8")
    module, owner, method = place.rsplit(".", 2)
    prelude = (
        f"from {module} import {owner}\n"
        f"def crash(*arguments, **named):\n    raise {error}\n"
        f"{owner}.{method} = crash"
    )
    run = flake8(tmp_path, "a.py", "b.py", prelude=prelude)
    assert reported(run) == {
        f"{name}:{found}" for name in ("a.py", "b.py") for found in ("1 F401", "7 F401")
    }
    assert run.returncode == 1


@pytest.mark.parametrize("error", [KeyError, RecursionError, SyntaxError, AssertionError])
@pytest.mark.parametrize(
    "place",
    [
        "analysis.Machine",
        "analysis.messages",
        "analysis.misplaced_awaits",
        "analysis.position",
        "analysis.starts",
        "interpreter.machine.Machine.run_entry",
        "interpreter.world.World",
        "project.Project.buffer",
        "project.Project.of",
        "project.Project.reaches",
        "project.Project.refresh",
    ],
)
def test_a_crash_anywhere_does_not_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, error: type[Exception]
) -> None:
    crashed = []

    def crash(*arguments: object, **named: object) -> None:
        crashed.append(place)
        raise error

    monkeypatch.setattr(analysis, "SAFETY_NET", True)
    monkeypatch.setattr(GreenletChecker, "_world", None)
    monkeypatch.setattr(f"flake8_greenlet.{place}", crash)
    # Only the imports of the first can say whether it concerns us.
    for text in ("from models import User\n", IMPORTS + DROPPED):
        checker = GreenletChecker(ast.parse(text), text.splitlines(True), str(tmp_path / "a.py"))
        list(checker.run())
    assert crashed


def test_what_the_net_caught_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, lint: Lint
) -> None:
    def crash(*arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("flake8_greenlet.interpreter.machine.Machine.run_entry", crash)
    with pytest.raises(KeyError):
        lint(tmp_path / "a.py", IMPORTS + DROPPED)
    monkeypatch.setattr(analysis, "SAFETY_NET", True)
    with caplog.at_level("DEBUG", "flake8.greenlet"):
        assert lint(tmp_path / "a.py", IMPORTS + DROPPED) == []
    assert [record.name for record in caplog.records] == ["flake8.greenlet"]


def test_code_is_never_imported_or_run(tmp_path: Path, lint: Lint) -> None:
    (tmp_path / "setup.cfg").touch()
    trap = f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit\n"
    (tmp_path / "trap.py").write_text(IMPORTS + trap, "utf-8")
    (tmp_path / "json.py").write_text(IMPORTS + trap, "utf-8")
    source = IMPORTS + "import trap, json\nfrom trap import *\n" + trap + DROPPED
    before = set(sys.modules)
    assert [f.code for f in lint(tmp_path / "a.py", source)] == ["GRN002"]
    assert not (tmp_path / "ran").exists()
    assert not {"trap", "a"} & (set(sys.modules) - before)


# Whole trees

STANDARD = Path(sysconfig.get_path("stdlib"))
INSTALLED = Path(sysconfig.get_path("purelib"))


def lint_tree(root: Path, *, pretend: bool) -> list[tuple[Path, Finding]]:
    """The findings of every file below a folder; `pretend` makes each one concern SQLAlchemy."""
    found = []
    for path in sorted(root.rglob("*.py")):
        try:
            text = path.read_text("utf-8")
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError):
            continue
        lines = io.StringIO(text).readlines()
        if pretend:
            tree.body.append(ast.parse("import sqlalchemy").body[0])
            lines.append("import sqlalchemy\n")
        checker = GreenletChecker(tree, lines, str(path), Options(budget=300))
        found += [(path, finding) for finding in checker.findings()]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("package", ["asyncio", "json", "email"])
def test_the_standard_library(package: str) -> None:
    assert lint_tree(STANDARD / package, pretend=True) == []


@pytest.mark.slow
def test_a_sample_of_pythons_own_tests() -> None:
    """Every kind of syntax that there is, and not one word of SQLAlchemy."""
    tests = STANDARD / "test"
    if not tests.is_dir():
        pytest.skip("Python came without its tests")
    for name in (
        "asyncgen",
        "coroutines",
        "generators",
        "grammar",
        "patma",
        "scope",
        "super",
        "with",
    ):
        path = tests / f"test_{name}.py"
        if not path.is_file():
            continue
        text = path.read_text("utf-8")
        lines = [*io.StringIO(text).readlines(), "import sqlalchemy\n"]
        checker = GreenletChecker(ast.parse("".join(lines)), lines, str(path), Options())
        assert {f.code for f in checker.findings()} <= {"GRN004"}, path


@pytest.mark.slow
@pytest.mark.parametrize("package", ["sqlalchemy/ext", "sqlalchemy/orm", "fastapi", "pydantic"])
def test_installed_packages(package: str) -> None:
    if not (INSTALLED / package).is_dir():
        pytest.skip(f"no {package} here")
    for path, finding in lint_tree(INSTALLED / package, pretend=False):
        assert json.dumps(finding.text), path
