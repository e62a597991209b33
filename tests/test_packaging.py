"""The package as users get it: built, installed into an empty environment, found by flake8."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import flake8_greenlet

ROOT = Path(__file__).resolve().parent.parent

ORDINARY = """\
import json


def load(path):
    with open(path) as stream:
        return json.load(stream)
"""
ASYNC = """\
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

engine = create_async_engine("postgresql+asyncpg://localhost/shop")
elsewhere = create_async_engine("nosuchdialect+nosuchdriver://localhost/shop")


async def save(session: AsyncSession, order: object) -> None:
    session.add(order)
    session.commit()
"""
DROPPED_COMMIT = 9

FLAKE8_AND_MODULES = """\
import atexit
import sys

from flake8.main import cli

atexit.register(lambda: print(*sys.modules, file=sys.stderr))
sys.exit(cli.main())
"""

# Building and installing takes seconds, and one worker does it once.
installed = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run *command* as in a fresh shell: of ours no PYTHON* variable and no warning filter."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def flake8(*arguments: str, cwd: Path) -> tuple[str, set[str]]:
    """What flake8 prints in this environment, and the modules that it has imported by the end."""
    linted = run(sys.executable, "-c", FLAKE8_AND_MODULES, *arguments, cwd=cwd)
    modules = set(linted.stderr.split())
    assert "flake8_greenlet.plugin" in modules, linted.stderr
    return linted.stdout, modules


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an sdist of this checkout, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("distributions")
    # A build leaves its marks in the source tree.
    source = folder / "source"
    unwanted = shutil.ignore_patterns(".*", "*.egg-info", "__pycache__", "_build", "build", "dist")
    shutil.copytree(ROOT, source, ignore=unwanted)
    built = run(
        sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source, cwd=folder
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture(scope="session")
def wheel(distributions: Path) -> Path:
    (path,) = distributions.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with nothing but the wheel and what it asks for.

    SQLAlchemy brings greenlet along on some platforms: it is taken out again.
    """
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder, with_pip=True)
    interpreter = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for arguments in (["install", wheel], ["uninstall", "--yes", "greenlet"]):
        pip = run(interpreter, "-m", "pip", *arguments, cwd=folder)
        assert pip.returncode == 0, pip.stdout + pip.stderr
    return interpreter


class TestWheel:
    pytestmark = installed

    def test_it_holds_every_module_and_the_marker_of_its_types(self, wheel: Path) -> None:
        modules = {
            path.relative_to(ROOT).as_posix() for path in (ROOT / "flake8_greenlet").rglob("*.py")
        }
        with zipfile.ZipFile(wheel) as archive:
            names = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert names == modules | {"flake8_greenlet/py.typed"}

    def test_its_entry_points_are_both_plugins(self, wheel: Path) -> None:
        entry_points = configparser.ConfigParser()
        entry_points.optionxform = str  # type: ignore[assignment,method-assign]
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith("/entry_points.txt"))
            entry_points.read_string(archive.read(name).decode())
        assert {section: dict(entry_points[section]) for section in entry_points.sections()} == {
            "flake8.extension": {
                "GRN": "flake8_greenlet.plugin:GreenletChecker",
                "GRN9": "flake8_greenlet.plugin:PreventiveChecker",
            }
        }

    def test_the_sdist_holds_what_the_tests_need(self, distributions: Path) -> None:
        (path,) = distributions.glob("*.tar.gz")
        with tarfile.open(path) as archive:
            names = {name.partition("/")[2] for name in archive.getnames()}
        wanted = ["setup.cfg", "pyproject.toml", "tox.ini", "README.md", "CHANGELOG.md", "LICENSE"]
        assert names.issuperset([*wanted, "tests/test_packaging.py", "docs/rule_pages.py"])
        for folder in ("tests", "examples", "flake8_greenlet"):
            files = {file.relative_to(ROOT).as_posix() for file in (ROOT / folder).rglob("*.py")}
            assert files and files <= names


class TestFreshEnvironment:
    pytestmark = installed

    def test_flake8_names_the_plugin(self, python: Path, tmp_path: Path) -> None:
        shown = run(python, "-m", "flake8", "--version", cwd=tmp_path)
        assert f"flake8-greenlet: {flake8_greenlet.__version__}" in shown.stdout.replace("\n", " ")

    def test_flake8_may_require_the_plugin(self, python: Path, tmp_path: Path) -> None:
        (tmp_path / "setup.cfg").write_text("[flake8]\nrequire-plugins = flake8-greenlet\n")
        (tmp_path / "ordinary.py").write_text(ORDINARY)
        linted = run(python, "-m", "flake8", "ordinary.py", cwd=tmp_path)
        assert (linted.returncode, linted.stdout, linted.stderr) == (0, "", "")

    def test_it_lints_without_greenlet_and_without_drivers(
        self, python: Path, tmp_path: Path
    ) -> None:
        missing = run(python, "-c", "import sqlalchemy; import greenlet", cwd=tmp_path)
        assert "No module named 'greenlet'" in missing.stderr
        (tmp_path / "app.py").write_text(ASYNC)
        linted = run(python, "-m", "flake8", "--isolated", "app.py", cwd=tmp_path)
        assert linted.stderr == ""
        findings = [line.split(" ")[:2] for line in linted.stdout.splitlines()]
        assert findings == [[f"app.py:{DROPPED_COMMIT}:13:", "GRN002"]]


def test_sqlalchemy_is_not_imported_at_start() -> None:
    output, modules = flake8("--version", cwd=ROOT)
    assert "flake8-greenlet: " in output.replace("\n", " ")
    assert modules.isdisjoint({"sqlalchemy", "greenlet"})


def test_sqlalchemy_is_not_imported_for_an_ordinary_file(tmp_path: Path) -> None:
    (tmp_path / "ordinary.py").write_text(ORDINARY)
    output, modules = flake8("--isolated", "ordinary.py", cwd=tmp_path)
    assert output == ""
    assert modules.isdisjoint({"sqlalchemy", "greenlet"})


def test_sqlalchemy_is_not_imported_for_a_url_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(ASYNC.replace("nosuchdialect+nosuchdriver", "mysql+aiomysql"))
    output, modules = flake8("--isolated", "app.py", cwd=tmp_path)
    assert f"app.py:{DROPPED_COMMIT}:13: GRN002 " in output
    assert modules.isdisjoint({"sqlalchemy", "greenlet"})
