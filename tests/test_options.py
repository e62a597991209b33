"""`--greenlet-…`: what they take, what they refuse, and that nothing of an earlier run remains."""

from __future__ import annotations

import argparse
import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest
from flake8.exceptions import ExecutionError
from flake8.options.manager import OptionManager

from flake8_greenlet import options
from flake8_greenlet.analysis import Finding
from flake8_greenlet.options import DEFAULT_BUDGET, DEFAULT_MEMORY, MINIMUM_BUDGET, Options
from flake8_greenlet.plugin import GreenletChecker

OPTIONS = [
    "sqlalchemy_version",
    "expire_on_commit",
    "import_roots",
    "follow_imports",
    "session_names",
    "model_bases",
    "budget",
    "memory",
]

PROGRAM = """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from models import User

Session = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


async def main():
    async with Session() as session:
        user = (await session.scalars(select(User))).one()
        await session.commit()
        return user.name
"""
MODELS = """\
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
"""
READ = (13, 21, "GRN009")


def parse(**values: object) -> Options:
    """As flake8 does: the defaults, and what the user has said."""
    defaults = {
        "sqlalchemy_version": "",
        "expire_on_commit": "auto",
        "import_roots": [],
        "follow_imports": "true",
        "session_names": [],
        "model_bases": [],
        "budget": str(DEFAULT_BUDGET),
        "memory": str(DEFAULT_MEMORY),
    }
    return options.parse(
        argparse.Namespace(**{f"greenlet_{n}": v for n, v in {**defaults, **values}.items()})
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "setup.cfg").touch()
    (tmp_path / "models.py").write_text(MODELS, "utf-8")
    (tmp_path / "main.py").write_text(PROGRAM, "utf-8")
    return tmp_path


def flake8(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flake8", "-j1", "--select", "GRN", *arguments, "main.py"]
    return subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)


def places(run: subprocess.CompletedProcess[str]) -> list[tuple[int, int, str]]:
    assert not run.stderr, run.stderr
    found = []
    for line in run.stdout.splitlines():
        _, row, column, rest = line.split(":", 3)
        found.append((int(row), int(column), rest.split()[0]))
    return found


def test_the_defaults() -> None:
    assert parse() == Options()
    assert options.parse(argparse.Namespace(**vars(declared()))) == Options()


def declared() -> argparse.Namespace:
    """The defaults as they are declared to flake8."""
    parser = argparse.ArgumentParser()

    class Manager:
        def add_option(self, name: str, **rest: object) -> None:
            parser.add_argument(name, default=rest["default"])
            assert rest["parse_from_config"] is True
            assert rest["help"]

    options.add_options(cast(Any, Manager()))
    return parser.parse_args([])


def test_every_option_is_declared_under_our_name() -> None:
    assert sorted(vars(declared())) == sorted(f"greenlet_{name}" for name in OPTIONS)
    manager = OptionManager(version="0", plugin_versions="", parents=[], formatter_names=[])
    GreenletChecker.add_options(manager)
    assert {option.long_option_name for option in manager.options} == {
        f"--greenlet-{name.replace('_', '-')}" for name in OPTIONS
    }


@pytest.mark.parametrize(
    "text, version",
    [
        ("", None),
        ("1.4", (1, 4)),
        ("2.0", (2, 0)),
        ("2.1", (2, 1)),
        ("1.4.54", (1, 4)),
        ("2.0.0b4", (2, 0)),
        (" 2.0 ", (2, 0)),
        (["2.0"], (2, 0)),
        (("2.1.3",), (2, 1)),
        (2.0, (2, 0)),
        (None, None),
    ],
)
def test_a_version(text: object, version: tuple[int, int] | None) -> None:
    assert parse(sqlalchemy_version=text).sqlalchemy_version == version


@pytest.mark.parametrize(
    "text, value",
    [
        ("auto", None),
        ("true", True),
        ("False", False),
        (" TRUE ", True),
        (["false"], False),
        (True, True),
        (False, False),
    ],
)
def test_expire_on_commit(text: object, value: bool | None) -> None:
    assert parse(expire_on_commit=text).expire_on_commit is value


@pytest.mark.parametrize("text, value", [("true", True), ("false", False), (["False"], False)])
def test_follow_imports(text: object, value: bool) -> None:
    assert parse(follow_imports=text).follow_imports is value


@pytest.mark.parametrize("text, value", [("500", 500), (["500"], 500), (500, 500), ([500], 500)])
def test_budget(text: object, value: int) -> None:
    assert parse(budget=text).budget == value
    assert parse(budget=MINIMUM_BUDGET).budget == MINIMUM_BUDGET


@pytest.mark.parametrize("text, value", [("1", 1), (["500"], 500), (500, 500)])
def test_memory(text: object, value: int) -> None:
    assert parse(memory=text).memory == value


@pytest.mark.parametrize(
    "value", ["src,lib", " src , lib,", ["src", "lib"], ("src", "lib"), ["src ", " lib", ""]]
)
def test_import_roots(value: object) -> None:
    roots = parse(import_roots=value).import_roots
    assert roots == (Path("src").resolve(), Path("lib").resolve())


@pytest.mark.parametrize("value", ["", [], None, (), ",", [""]])
def test_no_import_roots(value: object) -> None:
    assert parse(import_roots=value).import_roots == ()


NAME_LISTS = ["session_names", "model_bases"]


@pytest.mark.parametrize("option", NAME_LISTS)
@pytest.mark.parametrize(
    "value",
    ["corp.db.A,corp.B", " corp.db.A , corp.B,", ["corp.db.A", "corp.B"], ("corp.B ", "corp.db.A")],
)
def test_names(option: str, value: object) -> None:
    assert getattr(parse(**{option: value}), option) == {"corp.db.A", "corp.B"}


WRONG = [
    ("session_names", "Session", "dotted names, as in package.module.Name"),
    ("session_names", ["corp.db.Session", "corp:Session"], "dotted names, as in"),
    ("session_names", "corp..Session", "dotted names, as in package.module.Name"),
    ("model_bases", ".Base", "dotted names, as in package.module.Name"),
    ("model_bases", "corp.*", "dotted names, as in package.module.Name"),
    ("sqlalchemy_version", "1.3", "1.4, 2.0 or 2.1"),
    ("sqlalchemy_version", "2", "1.4, 2.0 or 2.1"),
    ("sqlalchemy_version", "2.01", "1.4, 2.0 or 2.1"),
    ("sqlalchemy_version", ["1.4", "2.0"], "one value"),
    ("expire_on_commit", "yes", "auto or true or false"),
    ("expire_on_commit", ["true", "false"], "one value"),
    ("expire_on_commit", [], "one value"),
    ("follow_imports", "maybe", "true or false"),
    ("follow_imports", "auto", "true or false"),
    ("budget", "many", "a whole number from 100"),
    ("budget", "-1", "a whole number from 100"),
    ("budget", "99", "a whole number from 100"),
    ("budget", "1e4", "a whole number from 100"),
    ("budget", "", "a whole number from 100"),
    ("budget", "²", "a whole number from 100"),
    ("memory", "0", "a whole number from 1"),
    ("memory", "140MB", "a whole number from 1"),
]


@pytest.mark.parametrize("name, value, takes", WRONG)
def test_a_wrong_value_is_named(name: str, value: object, takes: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the message is compared below
        parse(**{name: value})
    option = f"--greenlet-{name.replace('_', '-')}"
    assert str(caught.value).startswith(f"{option} takes {takes}")
    assert ", not " in str(caught.value)


def test_flake8_is_told_in_its_own_way() -> None:
    namespace = declared()
    namespace.greenlet_budget = "many"
    with pytest.raises(ExecutionError, match="--greenlet-budget takes a whole number"):
        GreenletChecker.parse_options(namespace)


@pytest.mark.parametrize(
    "arguments, stated",
    [
        (["--greenlet-budget=many"], "--greenlet-budget takes a whole number from 100"),
        (
            ["--greenlet-sqlalchemy-version=3"],
            "--greenlet-sqlalchemy-version takes 1.4, 2.0 or 2.1",
        ),
        (["--greenlet-expire-on-commit=1"], "--greenlet-expire-on-commit takes auto or true or"),
    ],
)
def test_a_wrong_value_on_the_command_line(
    project: Path, arguments: list[str], stated: str
) -> None:
    run = flake8(project, *arguments)
    assert run.returncode not in (0, -1)
    assert stated in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_a_wrong_value_in_a_configuration(project: Path) -> None:
    (project / "setup.cfg").write_text("[flake8]\ngreenlet-follow-imports = perhaps\n", "utf-8")
    run = flake8(project)
    assert run.returncode != 0
    assert "--greenlet-follow-imports takes true or false, not 'perhaps'" in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr


def test_a_configuration_and_the_command_line(project: Path) -> None:
    assert places(flake8(project)) == [READ]
    (project / "setup.cfg").write_text("[flake8]\ngreenlet-expire-on-commit = false\n", "utf-8")
    assert places(flake8(project)) == []
    assert places(flake8(project, "--greenlet-expire-on-commit=true")) == [READ]


def test_import_roots_of_a_configuration_are_relative_to_it(project: Path) -> None:
    elsewhere = project.parent / "elsewhere"
    elsewhere.mkdir()
    (project / "models.py").rename(elsewhere / "models.py")
    assert places(flake8(project)) == []
    (project / "setup.cfg").write_text(
        "[flake8]\ngreenlet-import-roots =\n    nowhere,\n    ../elsewhere\n", "utf-8"
    )
    assert places(flake8(project)) == [READ]


def findings(project: Path, chosen: Options | None = None, text: str = PROGRAM) -> list[Finding]:
    lines = text.splitlines(keepends=True)
    return GreenletChecker(ast.parse(text), lines, str(project / "main.py"), chosen).findings()


@pytest.mark.parametrize(
    "chosen, found",
    [
        (Options(), True),
        (Options(expire_on_commit=True), True),
        (Options(expire_on_commit=False), False),
        (Options(follow_imports=False), False),
        (Options(sqlalchemy_version=(1, 4)), True),
        (Options(sqlalchemy_version=(2, 1)), True),
        (Options(budget=MINIMUM_BUDGET), True),
        (Options(import_roots=(Path("/nowhere/at/all"),)), True),
    ],
)
def test_what_an_option_does(project: Path, chosen: Options, found: bool) -> None:
    assert bool(findings(project, chosen)) is found


ANNOTATED = """\
from sqlalchemy.ext.asyncio import AsyncSession

from models import User


async def rename(session: AsyncSession):
    user = await session.get_one(User, 1)
    await session.commit()
    return user.name
"""


@pytest.mark.parametrize("value, found", [(None, []), (True, ["GRN009"]), (False, [])])
def test_a_session_that_is_only_annotated(
    project: Path, value: bool | None, found: list[str]
) -> None:
    told = findings(project, Options(expire_on_commit=value), ANNOTATED)
    assert [finding.code for finding in told] == found


@pytest.mark.parametrize(
    "name, value", [("expire_on_commit", "false"), ("follow_imports", "false")]
)
def test_nothing_of_an_earlier_run_remains(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """An editor's linter runs again and again in one process."""
    monkeypatch.setattr(GreenletChecker, "_options", Options())
    monkeypatch.setattr(GreenletChecker, "_world", None)
    changed = declared()
    setattr(changed, f"greenlet_{name}", value)
    for _ in range(2):
        GreenletChecker.parse_options(declared())
        assert len(findings(project)) == 1
        GreenletChecker.parse_options(changed)
        assert findings(project) == []
    GreenletChecker.parse_options(declared())
    assert len(findings(project)) == 1


def test_options_that_change_between_two_files(project: Path) -> None:
    """What was worked out under one set of options must not be used under another."""
    for _ in range(2):
        assert len(findings(project, Options())) == 1
        assert findings(project, Options(expire_on_commit=False)) == []


def test_the_preventive_rules_share_the_options(project: Path) -> None:
    run = flake8(project, "--enable-extensions=GRN9", "--greenlet-expire-on-commit=false")
    assert places(run) == []


# Names from packages that are not read

COMMITTING = """\
{imports}


async def rename(session: {name}, user):
    user.name = "new"
    session.commit()
"""
BASE_IMPORTS = [
    ("from corp.db import Base as B", "B"),
    ("import corp.db", "corp.db.Base"),
    ("import corp.db as d", "d.Base"),
    ("from corp import db as d", "d.Base"),
]
SESSION_IMPORTS = [
    ("from corp.db import Session", "Session"),
    ("from corp.db import Session as S", "S"),
    ("import corp.db", "corp.db.Session"),
    ("import corp.db as d", "d.Session"),
    ("from corp import db", "db.Session"),
]


@pytest.mark.parametrize("imports, name", SESSION_IMPORTS)
def test_session_names(project: Path, imports: str, name: str) -> None:
    text = COMMITTING.format(imports=imports, name=name)

    def codes(*names: str) -> list[str]:
        chosen = Options(session_names=frozenset(names))
        return [finding.code for finding in findings(project, chosen, text)]

    assert codes() == []
    assert codes("corp.Session", "db.Session") == []
    assert codes("corp.Other", "corp.db.Session") == ["GRN002"]


def test_session_names_of_a_configuration(project: Path) -> None:
    text = COMMITTING.format(imports="from corp.db import Session", name="Session")
    (project / "main.py").write_text(text, "utf-8")
    (project / "setup.cfg").write_text(
        "[flake8]\ngreenlet-session-names =\n    corp.Other,\n    corp.db.Session\n", "utf-8"
    )
    assert places(flake8(project)) == [(6, 13, "GRN002")]


NAMELESS = """\
from corp.db import Base as CorpBase
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship


class Group(CorpBase):
    id: Mapped[int] = mapped_column(primary_key=True)


class User(CorpBase):
    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"))
    group: Mapped[Group] = relationship()


class Helper(CorpBase):
    name = "helper"
"""
READING = """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import User


async def main(session: AsyncSession):
    user = (await session.scalars(select(User).limit(1))).one()
    print(user.from_the_base)
    return user.group
"""


# Where an option may stand

INI_FILES = ["setup.cfg", "tox.ini", ".flake8"]


@pytest.mark.parametrize("file", INI_FILES)
@pytest.mark.parametrize(
    "names",
    [
        "corp.Other, corp.db.Session",
        "corp.Other,\n    corp.db.Session",
        "\n    corp.Other\n    corp.db.Session",
        "\n    corp.Other,\n    corp.db.Session,",
    ],
)
def test_lists_of_an_ini_file(project: Path, file: str, names: str) -> None:
    text = COMMITTING.format(imports="import corp.db as d", name="d.Session")
    (project / "main.py").write_text(text, "utf-8")
    (project / file).write_text(f"[flake8]\ngreenlet-session-names = {names}\n", "utf-8")
    assert places(flake8(project)) == [(6, 13, "GRN002")]


needs_flake8_pyproject = pytest.mark.skipif(
    importlib.util.find_spec("flake8p") is None, reason="needs Flake8-pyproject"
)


@needs_flake8_pyproject
@pytest.mark.parametrize(
    "line, reads",
    [
        ("greenlet-expire-on-commit = 'true'", True),
        ("greenlet-expire-on-commit = 'false'", False),
        ("greenlet-expire-on-commit = false", False),
        ("greenlet-follow-imports = false", False),
        ("greenlet-sqlalchemy-version = '2.0'", True),
        ("greenlet_sqlalchemy_version = 2.0", True),
        ("greenlet-budget = 500", True),
    ],
)
def test_single_values_of_a_pyproject_file(project: Path, line: str, reads: bool) -> None:
    (project / "pyproject.toml").write_text(f"[tool.flake8]\n{line}\n", "utf-8")
    assert places(flake8(project)) == ([READ] if reads else [])


@needs_flake8_pyproject
@pytest.mark.parametrize("names", ["['corp.Other', 'corp.db.Session']", "'corp.db.Session'"])
def test_session_names_of_a_pyproject_file(project: Path, names: str) -> None:
    text = COMMITTING.format(imports="from corp import db", name="db.Session")
    (project / "main.py").write_text(text, "utf-8")
    assert places(flake8(project)) == []
    (project / "pyproject.toml").write_text(
        f"[tool.flake8]\ngreenlet-session-names = {names}\n", "utf-8"
    )
    assert places(flake8(project)) == [(6, 13, "GRN002")]


@needs_flake8_pyproject
def test_model_bases_of_a_pyproject_file(project: Path) -> None:
    (project / "models.py").write_text(NAMELESS, "utf-8")
    (project / "main.py").write_text(READING, "utf-8")
    (project / "pyproject.toml").write_text(
        "[tool.flake8]\ngreenlet-model-bases = ['corp.db.Base']\n", "utf-8"
    )
    assert places(flake8(project)) == [(10, 17, "GRN007")]


@needs_flake8_pyproject
def test_import_roots_of_a_pyproject_file(project: Path) -> None:
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    (project / "models.py").rename(elsewhere / "models.py")
    (project / "pyproject.toml").write_text(
        "[tool.flake8]\ngreenlet-import-roots = ['nowhere', 'elsewhere']\n", "utf-8"
    )
    assert places(flake8(project)) == [READ]


@needs_flake8_pyproject
def test_a_wrong_value_of_a_pyproject_file(project: Path) -> None:
    (project / "pyproject.toml").write_text(
        "[tool.flake8]\ngreenlet-session-names = ['Session']\n", "utf-8"
    )
    run = flake8(project)
    assert run.returncode != 0
    assert "--greenlet-session-names takes dotted names" in run.stdout + run.stderr


# Bases of models


@pytest.mark.parametrize("imports, base", BASE_IMPORTS)
def test_model_bases_by_what_the_imports_say(project: Path, imports: str, base: str) -> None:
    models = NAMELESS.replace("from corp.db import Base as CorpBase", imports)
    (project / "models.py").write_text(models.replace("(CorpBase)", f"({base})"), "utf-8")
    named = Options(model_bases=frozenset({"corp.db.Base"}))
    assert [finding.code for finding in findings(project, named, READING)] == ["GRN007"]
    assert findings(project, Options(model_bases=frozenset({"d.Base"})), READING) == []


def test_model_bases(project: Path) -> None:
    (project / "models.py").write_text(NAMELESS, "utf-8")
    (project / "main.py").write_text(READING, "utf-8")
    assert findings(project, Options(), READING) == []
    other = Options(model_bases=frozenset({"corp.Base", "db.Base"}))
    assert findings(project, other, READING) == []
    (project / "setup.cfg").write_text(
        "[flake8]\ngreenlet-model-bases =\n    corp.db.Base\n", "utf-8"
    )
    assert places(flake8(project)) == [(10, 17, "GRN007")]


@pytest.mark.parametrize("base", ["advanced_alchemy.base.BigIntBase", "corp.db.Base"])
def test_some_bases_need_not_be_named(project: Path, base: str) -> None:
    module, _, name = base.rpartition(".")
    models = NAMELESS.replace("from corp.db import Base", f"from {module} import {name}")
    (project / "models.py").write_text(models, "utf-8")
    found = [finding.code for finding in findings(project, Options(), READING)]
    assert found == (["GRN007"] if module.startswith("advanced") else [])
