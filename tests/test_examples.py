"""The example applications: what they do when they run, and what the plugin says about them.

``examples/bookshop`` holds one bug per code, each marked with a comment ``# GRNnnn``;
``examples/bookshop_fixed`` is the same application without them.

This file is also the program that ``runner.py`` runs: each of its ``main…`` functions uses one part
of a bookshop, whichever is on the import path, the way that its customers and its owner do.
"""
# requires: sqlalchemy>=2.0, aiosqlite, fastapi, httpx>=0.27,<1

from __future__ import annotations

import contextlib
import re
import runpy
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import harness
from harness import Marker, Program, Runner

if TYPE_CHECKING:
    import httpx

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
WIZARD = {
    "id": 1,
    "title": "A Wizard of Earthsea",
    "genre": "fantasy",
    "cents": 899,
    "author": {"id": 1, "name": "Ursula K. Le Guin"},
}


# What one does with a bookshop


@contextlib.asynccontextmanager
async def opened_shop() -> AsyncIterator[httpx.AsyncClient]:
    """A client of the running application, whose database is new and has been stocked."""
    from httpx import ASGITransport, AsyncClient

    app = import_module("bookshop.main").app
    database = import_module("bookshop.database")
    base = import_module("bookshop.models").Base
    async with database.engine.begin() as connection:
        await connection.run_sync(base.metadata.create_all)
    async with database.AsyncSessionLocal.begin() as session:
        session.add_all(import_module("scripts.seed").stock())
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://shop") as client,
    ):
        yield client


def main_migrate() -> None:
    from alembic import command
    from alembic.config import Config

    [package] = import_module("bookshop").__path__
    config = Config(Path(package).parent / "alembic.ini")
    command.upgrade(config, "head")
    command.check(config)
    command.downgrade(config, "base")


def main_seed() -> None:
    from sqlalchemy import create_engine

    engine = create_engine("sqlite:///bookshop.db")
    import_module("bookshop.models").Base.metadata.create_all(engine)
    engine.dispose()
    runpy.run_module("scripts.seed", run_name="__main__")
    with contextlib.closing(sqlite3.connect("bookshop.db")) as connection:
        assert connection.execute("SELECT count(*) FROM book").fetchone() == (3,)


async def main_browse() -> None:
    async with opened_shop() as client:
        titles = [book["title"] for book in (await client.get("/books")).json()]
        assert titles == ["A Wizard of Earthsea", "The Dispossessed", "The Moving Finger"]
        assert (await client.get("/books?genre=fantasy")).json() == [WIZARD]
        assert (await client.get("/books/1")).json() == WIZARD
        assert (await client.get("/books/4")).status_code == 404


async def main_search() -> None:
    async with opened_shop() as client:
        assert (await client.get("/books/search?text=wizard")).json() == [WIZARD]


async def main_list_genres() -> None:
    async with opened_shop() as client:
        genres = (await client.get("/books/genres")).json()
        assert genres == ["crime", "fantasy", "science fiction"]


async def main_list_authors() -> None:
    async with opened_shop() as client:
        authors = (await client.get("/authors")).json()
        assert [author["name"] for author in authors] == ["Agatha Christie", "Ursula K. Le Guin"]


async def main_rate() -> None:
    async with opened_shop() as client:
        rating = (await client.get("/books/1/rating")).json()
        assert rating == {"title": "A Wizard of Earthsea", "reviews": 2, "average": 4.5}
        unread = (await client.get("/books/3/rating")).json()
        assert unread == {"title": "The Moving Finger", "reviews": 0, "average": None}
        assert (await client.get("/books/4/rating")).status_code == 404


async def main_review() -> None:
    async with opened_shop() as client:
        assert (await client.post("/books/4/reviews", json={"rating": 3})).status_code == 404
        response = await client.post("/books/3/reviews", json={"rating": 3, "text": "Slow."})
        assert response.status_code == 201
        assert response.headers["Location"] == "/books/3/reviews/3"


async def main_remove_review() -> None:
    async with opened_shop() as client:
        assert (await client.delete("/books/2/reviews/1")).status_code == 404
        assert (await client.delete("/books/1/reviews/1")).status_code == 204
        assert (await client.delete("/books/1/reviews/1")).status_code == 404, "it is still there"


async def main_order() -> None:
    async with opened_shop() as client:
        lines = [{"book_id": 1, "quantity": 2}, {"book_id": 3, "quantity": 1}]
        order = {"customer": "Ada", "lines": lines}
        placed = await client.post("/orders", json=order)
        assert placed.status_code == 201
        bought = [(line["book"]["title"], line["quantity"]) for line in placed.json()["lines"]]
        assert bought == [("A Wizard of Earthsea", 2), ("The Moving Finger", 1)]
        assert (await client.get("/orders/1")).json() == placed.json()
        assert (await client.get("/orders/2")).status_code == 404
        await client.post("/orders", json=order)
        sold_out = await client.post("/orders", json=order)
        assert sold_out.status_code == 409
        assert sold_out.json() == {"detail": "only 0 of The Moving Finger left"}


async def main_report() -> None:
    async with opened_shop() as client:
        lines = [{"book_id": 1, "quantity": 1}, {"book_id": 2, "quantity": 3}]
        await client.post("/orders", json={"customer": "Ada", "lines": lines})
        best_sellers = await import_module("bookshop.jobs").best_sellers()
        assert best_sellers == [("The Dispossessed", 3), ("A Wizard of Earthsea", 1)]


# What comes of it


@dataclass(frozen=True)
class Example(Program):
    """An application below ``examples/``, used by the functions above."""

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def entry(self) -> Path:
        return Path(__file__).resolve()

    def lines_with(self, text: str) -> Iterator[tuple[str, int]]:
        """The lines that contain *text*, as (path below the example's root, number)."""
        for path in self.files:
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                if text in line:
                    yield path.relative_to(self.root).as_posix(), number


class Bug(NamedTuple):
    """A bug of the bookshop: what happens on a line that contains *at*."""

    code: str
    outcome: str
    at: str


BOOKSHOP = Example(EXAMPLES / "bookshop")
FIXED = Example(EXAMPLES / "bookshop_fixed")
BUGS = {
    "main_report": Bug("GRN001", "blocks", "session.execute(query)"),
    "main_remove_review": Bug("GRN002", "never awaited", "# GRN002"),
    "main_list_authors": Bug("GRN003", "blocks", "session.scalars(select(Author)"),
    "main_list_genres": Bug("GRN004", "AttributeError", "# GRN004"),
    "main_migrate": Bug("GRN005", "MissingGreenlet", "engine.connect()"),
    "main_search": Bug("GRN006", "AttributeError", "# GRN006"),
    "main_rate": Bug("GRN007", "MissingGreenlet", "# GRN007"),
    "main_seed": Bug("GRN008", "AsyncContextNotStarted", "session.commit()"),
    "main_review": Bug("GRN009", "MissingGreenlet", "# GRN009"),
}


@contextlib.contextmanager
def runner_for(example: Example) -> Iterator[Runner]:
    """A runner in whose processes ``import bookshop`` finds that of *example*."""
    unmet = example.unmet_requirements()
    if unmet:
        pytest.skip("requires " + ", ".join(unmet))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(example.root))
        patch.delenv("BOOKSHOP_DATABASE_URL", raising=False)
        runner = Runner()
    yield runner
    runner.close()


@pytest.fixture(scope="module")
def bookshop_runner() -> Iterator[Runner]:
    with runner_for(BOOKSHOP) as runner:
        yield runner


@pytest.fixture(scope="module")
def fixed_runner() -> Iterator[Runner]:
    with runner_for(FIXED) as runner:
        yield runner


def skip_without_alembic(main: str) -> None:
    if main == "main_migrate":
        pytest.importorskip("alembic")


def test_each_code_is_planted_once() -> None:
    codes = [f"GRN{number:03}" for number in range(1, 10)]
    assert sorted(bug.code for bug in BUGS.values()) == codes
    assert [len(list(BOOKSHOP.lines_with(f"# {code}"))) for code in codes] == [1] * len(codes)
    assert len(list(BOOKSHOP.lines_with("GRN"))) == len(codes)
    assert not list(FIXED.lines_with("GRN"))


def test_the_two_are_the_same_application() -> None:
    bookshop, fixed = (
        {path.relative_to(example.root) for path in example.files} for example in (BOOKSHOP, FIXED)
    )
    assert bookshop == fixed


def test_the_readme_names_each_bug() -> None:
    readme = (EXAMPLES / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (GRN\d{3}) \| `(.+?)`", readme, re.MULTILINE)
    bugs = [(bug.code, path) for bug in BUGS.values() for path, _ in BOOKSHOP.lines_with(bug.code)]
    assert rows == sorted(bugs)


@pytest.mark.parametrize("main", BUGS)
def test_the_planted_bug_shows(main: str, bookshop_runner: Runner, tmp_path: Path) -> None:
    skip_without_alembic(main)
    bug = BUGS[main]
    report = bookshop_runner.run(BOOKSHOP, main, tmp_path)
    [(marked, _)] = BOOKSHOP.lines_with(f"# {bug.code}")
    lines = [(path, number) for path, number in BOOKSHOP.lines_with(bug.at) if path == marked]
    assert any(report.shows(Marker(*line, bug.outcome)) for line in lines), report.troubles()


@pytest.mark.parametrize("main", sorted(set(BOOKSHOP.mains) - set(BUGS)))
def test_the_rest_of_the_bookshop_works(main: str, bookshop_runner: Runner, tmp_path: Path) -> None:
    assert not bookshop_runner.run(BOOKSHOP, main, tmp_path).troubles()


@pytest.mark.parametrize("main", FIXED.mains)
def test_the_fixed_bookshop_works(main: str, fixed_runner: Runner, tmp_path: Path) -> None:
    skip_without_alembic(main)
    assert not fixed_runner.run(FIXED, main, tmp_path).troubles()


@pytest.mark.parametrize("example", [BOOKSHOP, FIXED], ids=lambda example: example.id)
def test_the_plugin_reports_the_marked_lines(example: Example) -> None:
    marked = [(*line, bug.code) for bug in BUGS.values() for line in example.lines_with(bug.code)]
    reported = [
        (path.relative_to(example.root).as_posix(), finding.line, finding.code)
        for path, findings in harness.lint(example.root).items()
        for finding in findings
    ]
    assert sorted(reported) == sorted(marked)
