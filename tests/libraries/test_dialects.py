"""The table of database drivers, held against the SQLAlchemy that is installed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sqlalchemy
from sqlalchemy.dialects import registry
from sqlalchemy.engine import default, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from flake8_greenlet.libraries.sqlalchemy import dialect_table, dialects
from flake8_greenlet.libraries.sqlalchemy.dialects import Driver, driver_kind, has_returning

ROOT = Path(__file__).parents[2]
VERSION: Any = tuple(map(int, sqlalchemy.__version__.split(".")[:2]))
TABLE = dialects.parse_rows(dialect_table.DRIVERS, dialect_table.VERSIONS, str)


@pytest.fixture(scope="module")
def generator() -> Any:
    spec = importlib.util.spec_from_file_location("generator", ROOT / "tools/generate_tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Against SQLAlchemy ----------------------------------------------------------------------------


def test_table_is_up_to_date(generator: Any) -> None:
    column = {name: kind for name, row in TABLE.items() if (kind := row.get(VERSION))}
    assert column == generator.drivers(), "run tools/generate_tables.py"
    text = Path(dialect_table.__file__).read_text(encoding="utf-8")
    assert text == generator.dialect_text()


@pytest.mark.filterwarnings("ignore")  # Deprecated drivers.
@pytest.mark.parametrize("name", TABLE)
def test_async_engine_agrees(name: str) -> None:
    """AsyncEngine takes or refuses the dialect class that create_async_engine() would hand it.

    Most drivers are not installed, so that the whole of create_async_engine() cannot run.
    """
    kind = driver_kind(name, VERSION)
    url = make_url(f"{name}://")
    if kind is None:
        with pytest.raises(sqlalchemy.exc.NoSuchModuleError):
            url.get_dialect()
        return
    dialect = url.get_dialect()
    assert dialect.is_async is (kind is Driver.ASYNC)
    asked: Any = getattr(dialect, "get_async_dialect_cls", lambda url: dialect)(url)
    engine: Any = mock.Mock(dialect=asked)
    if kind is Driver.SYNC:
        with pytest.raises(sqlalchemy.exc.InvalidRequestError, match="requires an async driver"):
            AsyncEngine(engine)
    else:
        AsyncEngine(engine)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+pysqlite://", "sqlite+aiosqlite://"])
def test_create_async_engine_agrees(url: str) -> None:
    if driver_kind(url, VERSION) is Driver.ASYNC:
        create_async_engine(url)
    else:
        with pytest.raises(sqlalchemy.exc.InvalidRequestError):
            create_async_engine(url)


@pytest.mark.parametrize("url", ["SQLITE://", "postgresql+ASYNCPG://", "postgresql+://"])
def test_sqlalchemy_minds_the_case(url: str) -> None:
    assert driver_kind(url, VERSION) is None
    with pytest.raises(sqlalchemy.exc.NoSuchModuleError):
        make_url(url).get_dialect()


# driver_kind -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url, version, expected",
    [
        ("postgresql+asyncpg://user:secret@host:5432/db?ssl=require", None, Driver.ASYNC),
        ("postgresql+asyncpg", None, Driver.ASYNC),
        ("postgresql+psycopg2://u:p@ss://w+rd:/@h/d", None, Driver.SYNC),
        ("postgresql+psycopg2://{user}:{password}@{host}", None, Driver.SYNC),
        ("sqlite:///./test.db", None, Driver.SYNC),
        ("sqlite+aiosqlite:///:memory:", (1, 4), Driver.ASYNC),
        ("mariadb://", None, Driver.SYNC),
        ("oracle+oracledb://", None, Driver.BOTH),
        ("oracle+oracledb://", (1, 4), None),
        ("postgresql+psycopg_async://", None, Driver.ASYNC),
        # The default driver changed.
        ("postgresql://", (1, 4), Driver.SYNC),
        ("postgresql://", (2, 0), Driver.SYNC),
        ("postgresql://", (2, 1), Driver.BOTH),
        ("postgresql://", None, None),
        ("oracle://", None, None),
        # In one 2.x only, and in none.
        ("mssql+mssqlpython://", None, Driver.SYNC),
        ("mssql+mssqlpython://", (2, 0), None),
        ("postgresql+pygresql://", (1, 4), Driver.SYNC),
        ("postgresql+pygresql://", None, None),
        # Versions outside the table.
        ("postgresql://", (2, 7), Driver.BOTH),
        ("postgresql://", (1, 3), None),
        # No name that SQLAlchemy would take.
        ("", None, None),
        ("://", None, None),
        ("sqlite:/x", None, None),
        (" sqlite://", None, None),
        ("sqlite\n", None, None),
        ("a+b+c://", None, None),
        ("+asyncpg://", None, None),
        ("postgresql+://", None, None),
        ("post-gres://", None, None),
        ("postgresql.asyncpg://", None, None),
        # Names that the registry does not know either.
        ("postgres://u:p@h/d", None, None),
        ("Sqlite://", None, None),
        ("unheardof+driver://", (2, 0), None),
    ],
)
def test_driver_kind(url: str, version: Any, expected: Driver | None) -> None:
    assert driver_kind(url, version) is expected


@pytest.mark.parametrize(
    "url, expected",
    [
        ("postgresql://u:p@h/d", (2, 1)),
        ("oracle://", (2, 1)),
        ("postgresql+psycopg://", None),
        ("oracle+oracledb://", None),
        ("postgresql+psycopg2://", None),
        ("sqlite://", None),
        ("unheardof://", None),
        ("", None),
    ],
)
def test_async_since(url: str, expected: Any) -> None:
    assert dialects.async_since(url) == expected


# Other people's dialects -----------------------------------------------------------------------


class SyncDialect(default.DefaultDialect):
    is_async = False


class AsyncDialect(default.DefaultDialect):
    is_async = True


class BothDialect(SyncDialect):
    @classmethod
    def get_async_dialect_cls(cls, url: Any) -> Any:
        return AsyncDialect


class TwoSyncDialects(SyncDialect):
    @classmethod
    def get_async_dialect_cls(cls, url: Any) -> Any:
        return SyncDialect


class RaisingDialect(SyncDialect):
    @classmethod
    def get_dialect_cls(cls, url: Any) -> Any:
        raise RuntimeError("no licence")


class SecretiveDialect(default.DefaultDialect):
    is_async: Any = None


@pytest.mark.parametrize(
    "cls, expected",
    [
        (SyncDialect, Driver.SYNC),
        (AsyncDialect, Driver.ASYNC),
        (BothDialect, Driver.BOTH),
        (TwoSyncDialects, None),
        (RaisingDialect, None),
        (SecretiveDialect, None),
    ],
)
def test_registered_dialect(cls: Any, expected: Driver | None) -> None:
    name = cls.__name__.lower()
    with mock.patch.dict(registry.impls, {f"{name}.driver": lambda: cls}):
        dialects._ask_registry.cache_clear()
        assert driver_kind(f"{name}+driver://host/db", (2, 0)) is expected
    dialects._ask_registry.cache_clear()


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_sqlalchemy_is_imported_for_unknown_names_only() -> None:
    run(
        "import sys\n"
        "from flake8_greenlet.libraries.sqlalchemy import dialects\n"
        f"for name in {[*TABLE, '', 'a b', 'a+b+c']}:\n"
        "    for version in (None, (1, 4), (2, 0), (2, 1)):\n"
        "        dialects.driver_kind(name, version), dialects.has_returning(name, version)\n"
        "    dialects.async_since(name), dialects.async_driver_for(name)\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        "assert dialects.driver_kind('unheardof://', None) is None\n"
        "assert 'sqlalchemy' in sys.modules\n"
    )


def test_sqlalchemy_that_cannot_be_imported_knows_nothing() -> None:
    run(
        "import sys\n"
        "sys.modules['sqlalchemy'] = None\n"
        "from flake8_greenlet.libraries.sqlalchemy import dialects\n"
        "assert dialects.driver_kind('unheardof://', None) is None\n"
        "assert dialects.driver_kind('sqlite://', None) is dialects.Driver.SYNC\n"
    )


# Suggestions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("database", sorted({name.partition("+")[0] for name in TABLE}))
def test_suggested_drivers_serve(database: str) -> None:
    for name in (f"{database}://user@host/db", f"{database}+whatever"):
        for version in ((2, 0), (2, 1)):
            asynchronous = dialects.async_driver_for(name)
            assert asynchronous is not None and asynchronous.startswith(database)
            assert driver_kind(asynchronous, version) in (Driver.ASYNC, Driver.BOTH)
            synchronous = dialects.sync_driver_for(name)
            assert synchronous is not None and synchronous.startswith(database)
            assert driver_kind(synchronous, version) in (Driver.SYNC, Driver.BOTH)


def test_no_suggestion_for_unknown_databases() -> None:
    for url in ("", "unheardof+driver://", "no url", "Postgresql://"):
        assert dialects.async_driver_for(url) is None
        assert dialects.sync_driver_for(url) is None


# RETURNING -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url, expected",
    [
        ("postgresql+asyncpg://", True),
        ("sqlite:///x", True),
        ("mariadb+asyncmy://", True),
        ("oracle+oracledb", True),
        ("mssql+aioodbc", True),
        ("mysql+aiomysql://u:p@h/d", False),
        ("unheardof://", None),
        ("", None),
    ],
)
def test_has_returning(url: str, expected: bool | None) -> None:
    assert has_returning(url) is expected
    assert has_returning(url, (2, 1)) is expected
    assert has_returning(url, (1, 4)) is (None if expected is None else False)


def test_server_default_comes_back_as_said() -> None:
    """An INSERT on SQLite, as it is and with RETURNING taken away as on MySQL."""
    base: Any = sqlalchemy.orm.declarative_base()

    class Note(base):  # type: ignore[misc]
        __tablename__ = "note"
        id = sqlalchemy.Column(sqlalchemy.Integer, primary_key=True)
        made = sqlalchemy.Column(sqlalchemy.Integer, server_default="1")

    for url, returning in (("sqlite://", True), ("mysql://", False)):
        engine = sqlalchemy.create_engine("sqlite://")
        if not returning:
            engine.dialect.insert_returning = False
        base.metadata.create_all(engine)
        with sqlalchemy.orm.Session(engine) as session:
            note = Note()
            session.add(note)
            session.flush()
            assert ("made" in vars(note)) is has_returning(url, VERSION)
        engine.dispose()
