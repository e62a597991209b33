"""What holds of every finding, whatever the rule: its form, its place, and that it depends on
nothing but the code."""

from __future__ import annotations

import ast
import io
import os
import re
import shutil
import subprocess
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding
from flake8_greenlet.checkers import catalogue
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker
from flake8_greenlet.project import Project
from harness import ARTICLES, CASES, TESTS

Lint = Callable[..., list[Finding]]
Place = tuple[int, str]

BOOKSHOP = TESTS.parent / "examples" / "bookshop"
FILES = sorted(path for root in (CASES, ARTICLES, BOOKSHOP) for path in root.rglob("*.py"))

EXPIRED = """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Session = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    straße: Mapped[str]


async def main():
    async with Session() as session:
        user = (await session.scalars(select(User))).one()
        await session.commit()
"""


def start_anew() -> None:
    """As a new process would: nothing is known of any file."""
    Project._projects.clear()
    GreenletChecker._world = None


def read(path: Path) -> str:
    return path.read_text("utf-8")


def findings(path: Path, source: str | None = None) -> list[Finding]:
    text = read(path) if source is None else source
    lines = io.StringIO(text).readlines()
    return GreenletChecker(ast.parse(text), lines, str(path), Options()).findings()


@pytest.fixture(scope="module")
def known(no_safety_net: None) -> dict[Path, list[Finding]]:
    """The findings of every file, in one long-lived process."""
    return {path: findings(path) for path in FILES}


@pytest.fixture(scope="module")
def everything(known: dict[Path, list[Finding]]) -> list[tuple[Path, Finding]]:
    found = [(path, finding) for path in FILES for finding in known[path]]
    assert {finding.code for _, finding in found} == {c.code for c in catalogue()}
    return found


# The form of a finding


def test_a_message_is_one_short_line(everything: list[tuple[Path, Finding]]) -> None:
    for path, finding in everything:
        message = f"{finding.code} {finding.text}"
        assert re.fullmatch(r"GRN\d{3} \S.*\S", message), f"{path}: {message!r}"
        assert message.isprintable(), message
        assert len(message) <= 120, f"{path}: {len(message)}: {message}"


def test_a_message_does_not_confuse_those_who_parse_it(
    everything: list[tuple[Path, Finding]],
) -> None:
    for _, finding in everything:
        assert ":::" not in finding.text
        assert not re.search(r"\w:\d+:\d+: \w", finding.text)
        assert not re.match(r"[A-Z]+\d+:", finding.text)


def test_a_message_names_no_line(everything: list[tuple[Path, Finding]]) -> None:
    for _, finding in everything:
        assert not re.search(r"\blines? \d|:\d+\b", finding.text), finding.text


def test_findings_are_sorted_and_one_for_each_place(known: dict[Path, list[Finding]]) -> None:
    for found in known.values():
        places = [(finding.row, finding.column) for finding in found]
        assert places == sorted(set(places))


def test_a_place_is_where_a_word_begins(everything: list[tuple[Path, Finding]]) -> None:
    """Editors highlight the word at the column."""
    for path, finding in everything:
        line = read(path).splitlines()[finding.row - 1]
        assert re.match(r"(?<!\w)[A-Za-z_]", line[finding.column :]), f"{path}:{finding}"
        assert finding.column == 0 or not re.match(r"\w", line[finding.column - 1])


def test_the_type_of_a_report_is_the_plugin(tmp_path: Path) -> None:
    source = EXPIRED + "        print(user.name)\n"
    lines = source.splitlines(keepends=True)
    reports = list(GreenletChecker(ast.parse(source), lines, str(tmp_path / "a.py")).run())
    assert [(row, column, kind) for row, column, _, kind in reports] == [(23, 19, GreenletChecker)]
    assert reports[0][2].startswith("GRN009 User.name was expired by commit()")


@pytest.mark.parametrize(
    "line, place",
    [
        ("print('äöü', user.name)", (0, "name")),
        ("print('𝄞𝄞', user.name)", (0, "name")),
        ("print('e\u0301', user.name)", (0, "name")),
        ("print(user.straße)", (0, "straße")),
        ("ünï = user.name; print(ünï)", (0, "name")),
        ("print(user\n            .name)", (1, "name")),
        ("print(user.\n            name)", (1, "name")),
        ("print(user\\\n            .name)", (1, "name")),
        ("print((user).name)", (0, "name")),
        ("print(user . name)", (0, "name")),
        ("print(user.name.title())", (0, "name")),
        ("print(f'{user.name}')", (0, "name")),
        ("print(f'ä {user.name}')", (0, "name")),
        ("print('''ä\nö''', user.name)", (1, "name")),
        ("print(\x0c'ä', user.name)", (0, "name")),
        ("print('\u2028', user.name)", (0, "name")),
        ("x = [\n    'ä', user.name,\n]", (1, "name")),
        ("print('name', user.name)", (0, "name)")),
    ],
)
def test_columns_count_characters(tmp_path: Path, line: str, place: Place) -> None:
    source = EXPIRED + "        " + line + "\n"
    row = 23 + place[0]
    text = io.StringIO(source).readlines()[row - 1]
    [finding] = findings(tmp_path / "a.py", source)
    if "f'" in line and sys.version_info < (3, 12):
        # Before Python 3.12 a node in an f-string did not know its place.
        assert finding.row == row
    else:
        assert (finding.row, finding.column) == (row, text.index(place[1]))


# What findings do not depend on


def test_each_file_alone(known: dict[Path, list[Finding]]) -> None:
    for path in FILES:
        start_anew()
        assert findings(path) == known[path], path


def test_the_order_of_files(known: dict[Path, list[Finding]]) -> None:
    start_anew()
    for path in reversed(FILES):
        assert findings(path) == known[path], path


def test_a_second_look(known: dict[Path, list[Finding]]) -> None:
    for path in FILES:
        if known[path]:
            assert findings(path) == known[path], path


def test_nothing_is_changed_in_the_tree() -> None:
    """flake8 hands the same tree to every plugin."""
    for path in FILES:
        text = read(path)
        tree = ast.parse(text)
        before = ast.dump(tree, include_attributes=True)
        attributes = [set(vars(node)) for node in ast.walk(tree)]
        GreenletChecker(tree, io.StringIO(text).readlines(), str(path), Options()).findings()
        assert ast.dump(tree, include_attributes=True) == before
        assert [set(vars(node)) for node in ast.walk(tree)] == attributes


def flake8(
    *arguments: str | Path, cwd: Path = BOOKSHOP, stdin: str | None = None, seed: str = "0"
) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "flake8",
        "--isolated",
        "--select",
        "GRN",
        *map(str, arguments),
    ]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        command, cwd=cwd, env=environment, input=stdin, capture_output=True, encoding="utf-8"
    )
    assert not run.stderr, run.stderr
    assert run.returncode == bool(run.stdout)
    return sorted(run.stdout.splitlines())


@cache
def bookshop() -> list[str]:
    found = flake8("-j1", ".")
    assert len(found) > 5
    return found


def test_the_number_of_processes() -> None:
    assert flake8("-j2", ".") == bookshop()


def test_the_hash_seed() -> None:
    assert flake8("-j1", ".", seed="4711") == bookshop()


def test_the_order_of_arguments() -> None:
    files = [path.relative_to(BOOKSHOP).as_posix() for path in sorted(BOOKSHOP.rglob("*.py"))]
    found = flake8("-j1", *reversed(files))
    assert [f"./{line}" for line in found] == bookshop()


def test_standard_input() -> None:
    path = max(Counter(line.partition(":")[0] for line in bookshop()))
    expected = [line for line in bookshop() if line.startswith(path + ":")]
    assert flake8("-", "--stdin-display-name", path, stdin=read(BOOKSHOP / path)) == expected


@pytest.mark.parametrize("name", ["absolute", "relative", "from elsewhere"])
def test_how_a_file_is_named(name: str, tmp_path: Path) -> None:
    path = max(Counter(line.partition(":")[0] for line in bookshop()))
    expected = [line.partition(":")[2] for line in bookshop() if line.startswith(path + ":")]
    argument = Path(path) if name == "relative" else BOOKSHOP / path
    found = flake8(argument, cwd=tmp_path if name == "from elsewhere" else BOOKSHOP)
    assert [line.removeprefix(f"{argument}:") for line in found] == expected


def test_noqa_is_flake8s(tmp_path: Path) -> None:
    heeded = ["# noqa", "# noqa: GRN009", "# noqa: GRN", "# noqa: E501, GRN009"]
    ignored = ["", "# noqa: GRN007", "# noqa: E501"]
    for number, comment in enumerate([*heeded, *ignored]):
        source = EXPIRED + f"        print(user.name)  {comment}\n"
        (tmp_path / f"a{number}.py").write_text(source, "utf-8")
    found = [line.split()[:2] for line in flake8(".", cwd=tmp_path)]
    assert found == [[f"./a{number}.py:23:20:", "GRN009"] for number in (4, 5, 6)]


def test_noqa_counts_on_the_very_line(tmp_path: Path) -> None:
    lines = "        print(\n            user\n            .name{}\n        ){}\n"
    (tmp_path / "a.py").write_text(EXPIRED + lines.format("  # noqa: GRN009", ""), "utf-8")
    (tmp_path / "b.py").write_text(EXPIRED + lines.format("", "  # noqa: GRN009"), "utf-8")
    assert [line.split()[0] for line in flake8(".", cwd=tmp_path)] == ["./b.py:25:14:"]


def test_the_buffer_wins_over_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    bad = EXPIRED + "        print(user.name)\n"
    path.write_text(bad, "utf-8")
    assert findings(path, EXPIRED) == []
    assert [f.row for f in findings(path)] == [23]
    path.write_text(EXPIRED, "utf-8")
    assert [f.row for f in findings(path, bad)] == [23]
    assert findings(path) == []


def test_a_change_on_disk_is_seen(tmp_path: Path) -> None:
    """An editor's linter lives for days."""
    (tmp_path / "pyproject.toml").touch()
    main = tmp_path / "main.py"
    head, _, body = EXPIRED.partition("\n\nclass Base")
    main.write_text(
        f"{head.partition('Session =')[0]}import database\n\n\nclass Base"
        f"{body.replace('Session()', 'database.Session()')}        user.name\n",
        "utf-8",
    )
    assert findings(main) == []
    database = tmp_path / "database.py"
    database.write_text(head + "\n", "utf-8")
    assert [f.code for f in findings(main)] == ["GRN009"]
    keeping = head.replace('"))', '"), expire_on_commit=False)')
    assert keeping != head
    database.write_text(keeping + "\n", "utf-8")
    assert findings(main) == []
    database.unlink()
    assert findings(main) == []


# What changes nothing: the same program, told otherwise

WITH_FINDINGS = [
    path
    for path in FILES
    if re.search(r"# GRN\d{3}|# here:", read(path)) or BOOKSHOP in path.parents
]


def inserted(source: str) -> tuple[str, Callable[[int], int]]:
    """The source with a blank line and a comment above every statement, and where its lines go."""
    starts = sorted(
        {
            min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.stmt)
        }
    )
    lines = io.StringIO(source).readlines()
    for row in reversed(starts):
        lines[row - 1 : row - 1] = ["\n", "# ein Ärgernis\n"]
    return "".join(lines), lambda row: row + 2 * bisect_right(starts, row)


def test_blank_lines_and_comments(known: dict[Path, list[Finding]]) -> None:
    for path in WITH_FINDINGS:
        source, moved = inserted(read(path))
        expected = [Finding(moved(f.row), f.column, f.code, f.text) for f in known[path]]
        assert findings(path, source) == expected, path


def wrapped(source: str) -> tuple[str, int]:
    """The source below `if True:`, and after which row it stands there."""
    head = 0
    for node in ast.parse(source).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not (docstring or future):
            break
        head = node.end_lineno or head
    lines = io.StringIO(source).readlines()
    rest = ["    " + line if line.strip() else line for line in lines[head:]]
    return "".join([*lines[:head], "if True:\n", "    pass\n", *rest]), head


def test_if_true(known: dict[Path, list[Finding]]) -> None:
    for path in WITH_FINDINGS:
        source, head = wrapped(read(path))
        expected = [
            Finding(f.row + 2, f.column + 4, f.code, f.text) if f.row > head else f
            for f in known[path]
        ]
        assert findings(path, source) == expected, path


Edit = tuple[int, int, int, str]
"""A row, where in it something begins and ends, in bytes, and what stands there instead."""


def edited(source: str, edits: list[Edit]) -> str:
    lines = [line.encode() for line in io.StringIO(source).readlines()]
    for row, start, end, text in sorted(edits, reverse=True):
        line = lines[row - 1]
        lines[row - 1] = line[:start] + text.encode() + line[end:]
    return b"".join(lines).decode()


def renamed(source: str) -> str:
    """The source with another name for everything that it imports, line by line the same."""
    tree = ast.parse(source)
    taken = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    taken |= {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    }
    # What a string mentions may be an annotation.
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            taken |= set(re.findall(r"\w+", node.value))
    edits: list[Edit] = []
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                name = alias.asname or alias.name
                future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
                if name == "*" or "." in name or name in taken or future:
                    continue
                names[name] = f"{name}_elsewise"
                text = f"{alias.name} as {names[name]}"
                assert alias.end_col_offset is not None
                edits.append((alias.lineno, alias.col_offset, alias.end_col_offset, text))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in names:
            assert node.end_col_offset is not None
            edits.append((node.lineno, node.col_offset, node.end_col_offset, names[node.id]))
    return edited(source, edits)


def test_other_names_for_imports(known: dict[Path, list[Finding]]) -> None:
    changed = 0
    for path in WITH_FINDINGS:
        if path.name == "__init__.py":
            continue  # its names are what others import
        source = renamed(read(path))
        changed += source != read(path)
        found = [(f.row, f.code) for f in findings(path, source)]
        assert found == [(f.row, f.code) for f in known[path]], path
    assert changed > 20


def renamed_variables(source: str) -> str:
    """The source with another name for each variable that only functions have."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    everywhere = Counter(node.id for node in nodes if isinstance(node, ast.Name))
    functions = [n for n in tree.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside = {id(n): n for f in functions for n in ast.walk(f) if isinstance(n, ast.Name)}
    found = Counter(node.id for node in inside.values())
    stored = {node.id for node in inside.values() if isinstance(node.ctx, ast.Store)}
    # Every other way to a name, and what has no place of its own in a line.
    taken = {node.arg for node in nodes if isinstance(node, (ast.arg, ast.keyword))}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            taken |= set(re.findall(r"\w+", node.value))
        elif isinstance(node, ast.JoinedStr):
            taken |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            taken |= set(node.names)
        elif isinstance(node, ast.alias):
            taken.add((node.asname or node.name).partition(".")[0])
        elif not isinstance(node, (ast.Name, ast.Attribute)):
            taken |= {str(getattr(node, field, None)) for field in ("name", "rest")}
    names = {name for name in stored - taken if found[name] == everywhere[name]}
    edits = []
    for node in inside.values():
        if node.id in names:
            assert node.end_col_offset is not None
            edits.append((node.lineno, node.col_offset, node.end_col_offset, f"{node.id}_2"))
    return edited(source, edits)


def test_other_names_for_variables(known: dict[Path, list[Finding]]) -> None:
    changed = 0
    for path in WITH_FINDINGS:
        source = renamed_variables(read(path))
        changed += source != read(path)
        found = [(f.row, f.code) for f in findings(path, source)]
        assert found == [(f.row, f.code) for f in known[path]], path
    assert changed > 100


UNRELATED = """\
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_async_engine("sqlite+aiosqlite://")
factory = async_sessionmaker(engine, expire_on_commit=False)
other_factory = sessionmaker(expire_on_commit=True)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users_of_nobody"
    id: Mapped[int] = mapped_column(primary_key=True)


async def touch(session: AsyncSession) -> None:
    async with session.begin():
        session.add(User())
"""


def test_a_file_that_nobody_imports(known: dict[Path, list[Finding]], tmp_path: Path) -> None:
    copies = {path: tmp_path / path.relative_to(TESTS.parent) for path in FILES}
    (tmp_path / ".git").mkdir()
    for root in (CASES, ARTICLES, BOOKSHOP):
        shutil.copytree(root, tmp_path / root.relative_to(TESTS.parent))
    for path in {copy.parent for copy in copies.values()}:
        (path / "of_nobody.py").write_text(UNRELATED, "utf-8")
    for path in WITH_FINDINGS:
        assert findings(copies[path]) == known[path], path


def stripped(source: str) -> str:
    """The source without any `async` and `await`."""
    source = re.sub(r"\basync\s+(?=def\b|with\b|for\b)", "", source)
    return re.sub(r"\bawait +", "", source)


def test_without_async_and_await(known: dict[Path, list[Finding]]) -> None:
    """What happens on the event loop alone happens nowhere then.

    What is left is wrong in any function: an engine or a dependency of the other kind, a method
    that is not there, a coroutine that a plain function does not hand on.  What FastAPI fills the
    parameters of it runs in a thread, where a read raises as well.
    """
    reads = {"GRN007", "GRN009", "GRN010", "GRN011", "GRN012"}
    everywhere = {"GRN001", "GRN002"}
    gone = reads | everywhere
    assert gone <= {finding.code for found in known.values() for finding in found}
    for path in WITH_FINDINGS:
        text = read(path)
        codes = everywhere if "fastapi" in text else gone
        left = [f for f in findings(path, stripped(text)) if f.code in codes]
        assert not left, path
