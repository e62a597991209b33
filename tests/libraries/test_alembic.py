"""Which URL `context.config` has when `env.py` makes its engine, and what Alembic says of that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding

INI = """\
[alembic]
sqlalchemy.url = {url}

[loggers]
keys = root
"""

ENV = """\
from alembic import context
from sqlalchemy import create_engine

config = context.config
{settings}

def run_migrations() -> None:
    engine = create_engine({url})
"""

ASYNC = "sqlite+aiosqlite:///app.db"
MAIN_OPTION = 'config.get_main_option("sqlalchemy.url")'

Found = Callable[..., bool]


@pytest.fixture
def found(tmp_path: Path, lint: Callable[..., list[Finding]]) -> Found:
    """Whether the engine of an `env.py` is told."""

    def found(settings: str = "", url: str = MAIN_OPTION, *, ini: str | None = ASYNC) -> bool:
        (tmp_path / "pyproject.toml").touch()
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        if ini is not None:
            (tmp_path / "alembic.ini").write_text(INI.format(url=ini), "utf-8")
        (folder / "env.py").write_text(ENV.format(settings=settings, url=url), "utf-8")
        findings = lint(folder / "env.py")
        assert {finding.code for finding in findings} <= {"GRN005"}
        return bool(findings)

    return found


@pytest.mark.parametrize(
    "url",
    [
        MAIN_OPTION,
        'config.get_section_option("alembic", "sqlalchemy.url")',
        'config.get_section("alembic")["sqlalchemy.url"]',
        'config.get_section(config.config_ini_section, {})["sqlalchemy.url"]',
        'context.config.get_main_option("sqlalchemy.url")',
    ],
)
def test_the_url_of_the_file(found: Found, url: str) -> None:
    assert found(url=url)
    assert not found(url=url, ini="sqlite:///app.db")


@pytest.mark.parametrize(
    "url",
    [
        'config.get_main_option("script_location")',
        'config.get_section_option("other", "sqlalchemy.url")',
        'config.get_section("other")["sqlalchemy.url"]',
        'config.get_section("alembic")["other.url"]',
    ],
)
def test_what_is_no_url(found: Found, url: str) -> None:
    assert not found(url=url)


@pytest.mark.parametrize("ini", ["%(URL)s", "%(DRIVER)s://db", "driver://user:pass@localhost/db"])
def test_a_template(found: Found, ini: str) -> None:
    assert not found(ini=ini)


def test_no_file(found: Found) -> None:
    assert not found(ini=None)


def test_a_file_without_that_section(found: Found, tmp_path: Path) -> None:
    for text in ("", "[other]\nsqlalchemy.url = sqlite+aiosqlite://\n", "no section at all"):
        (tmp_path / "alembic.ini").write_text(text, "utf-8")
        assert not found(ini=None)


def test_a_file_that_changes(found: Found) -> None:
    assert found()
    assert not found(ini="sqlite:///another.db")
    assert found()


def test_what_env_py_sets(found: Found) -> None:
    assert found(f'config.set_main_option("sqlalchemy.url", "{ASYNC}")', ini="sqlite://")
    assert not found('config.set_main_option("sqlalchemy.url", "sqlite:///app.db")')
    assert found('config.set_main_option("other", "sqlite:///app.db")')


@pytest.mark.parametrize(
    "settings",
    [
        'import os\nconfig.set_main_option("sqlalchemy.url", os.environ["URL"])',
        'if config.attributes:\n    config.set_main_option("sqlalchemy.url", "sqlite://")',
        'def set_up(url):\n    config.set_main_option("sqlalchemy.url", url)',
        'config.set_section_option("alembic", "sqlalchemy.url", "sqlite://")',
        'config.set_main_option(name, "sqlite://")',
        "config.set_main_option(*option)",
    ],
)
def test_what_nobody_knows(found: Found, settings: str) -> None:
    assert not found(settings)


def test_what_alembic_says() -> None:
    config = pytest.importorskip("alembic.config").Config()
    config.set_main_option("sqlalchemy.url", ASYNC)
    assert config.config_ini_section == "alembic"
    assert config.get_main_option("sqlalchemy.url") == ASYNC
    assert config.get_section_option("alembic", "sqlalchemy.url") == ASYNC
    assert config.get_section("alembic")["sqlalchemy.url"] == ASYNC
