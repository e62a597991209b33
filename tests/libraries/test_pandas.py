"""What pandas really does with an asynchronous engine, and which argument the engine is."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from flake8_greenlet.libraries.pandas import lookup

pandas = pytest.importorskip("pandas")
READERS = ("read_sql", "read_sql_query", "read_sql_table")


@pytest.mark.parametrize("name", READERS)
def test_the_engine_is_the_second_argument(name: str) -> None:
    assert lookup(f"pandas.{name}") is not None
    assert list(inspect.signature(getattr(pandas, name)).parameters)[1] == "con"


def test_the_engine_is_the_second_argument_of_a_frame() -> None:
    parameters = list(inspect.signature(pandas.DataFrame.to_sql).parameters)
    assert parameters.index("con") - parameters.index("self") == 2


@pytest.mark.filterwarnings("ignore")
def test_an_asynchronous_engine_is_refused() -> None:
    pytest.importorskip("aiosqlite")
    engine = create_async_engine("sqlite+aiosqlite://")
    calls: list[Callable[[], object]] = [
        lambda: pandas.read_sql("SELECT 1", engine),
        lambda: pandas.read_sql_query("SELECT 1", engine),
        lambda: pandas.DataFrame({"n": [1]}).to_sql("numbers", engine),
    ]
    for call in calls:
        with pytest.raises(AttributeError, match="'AsyncEngine' object has no attribute 'cursor'"):
            call()


def test_a_synchronous_engine_is_taken() -> None:
    frame = pandas.read_sql("SELECT 1 AS n", create_engine("sqlite://"))
    assert list(frame["n"]) == [1]
