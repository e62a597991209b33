"""A process that checks one buffer after another, as an editor's server does: no answer is stale,
and nothing piles up."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet import plugin
from flake8_greenlet.analysis import Finding
from flake8_greenlet.plugin import GreenletChecker
from flake8_greenlet.project import Project

Lint = Callable[..., list[Finding]]

MODELS = """\
from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelf"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list[Book]] = relationship({lazy})


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelf.id"))
"""
DATABASE = """\
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

Session = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"){arguments})
"""
ROUTES = """\
from sqlalchemy import select
from database import Session
from models import Shelf


async def number_of_books{number}() -> list[int]:
    async with Session() as session:
        shelves = (await session.scalars(select(Shelf))).all()
        await session.commit()
        return [len(shelf.books) for shelf in shelves]
"""
LAZY, EAGER = MODELS.format(lazy=""), MODELS.format(lazy="lazy='selectin'")
EXPIRES, KEEPS = (
    DATABASE.format(arguments=""),
    DATABASE.format(arguments=", expire_on_commit=False"),
)


class Application:
    """Three files, and what an editor shows of them."""

    def __init__(self, folder: Path, lint: Lint) -> None:
        (folder / "setup.cfg").touch()
        self.models, self.database = folder / "models.py", folder / "database.py"
        self.routes = folder / "routes.py"
        self._lint = lint
        self.save(self.models, LAZY)
        self.save(self.database, EXPIRES)
        self.save(self.routes, ROUTES.format(number=""))

    def save(self, path: Path, text: str) -> None:
        path.write_text(text, "utf-8")

    def show(self, path: Path, text: str | None = None) -> list[str]:
        """Check a file, or a buffer in its place, as a server does: the codes."""
        # Looking for changes on disk is left out while the last look is very young.
        for project in Project._projects.values():
            project._files._next_look = 0
        return [finding.code for finding in self._lint(path, text)]


@pytest.fixture
def application(tmp_path: Path, lint: Lint, monkeypatch: pytest.MonkeyPatch) -> Application:
    monkeypatch.setattr(Project, "_projects", {})  # a process of its own, as it were
    monkeypatch.setattr(GreenletChecker, "_checked", {})
    return Application(tmp_path, lint)


def test_what_is_saved_counts_in_other_files(application: Application) -> None:
    for models, database, codes in [
        (LAZY, KEEPS, ["GRN007"]),
        (EAGER, KEEPS, []),
        (EAGER, EXPIRES, ["GRN009"]),
        (LAZY, EXPIRES, ["GRN007"]),
    ] * 3:
        application.save(application.models, models)
        application.save(application.database, database)
        assert application.show(application.routes) == codes


def test_what_is_not_saved_counts_in_its_own_file(application: Application) -> None:
    application.save(application.database, KEEPS)
    for number in range(6):
        application.show(application.models, [LAZY, EAGER][number % 2])
        # The editor shows one buffer at a time: what another one has, the disk does not.
        assert application.show(application.routes, ROUTES.format(number=number)) == ["GRN007"]


def test_a_file_that_comes_and_goes(application: Application) -> None:
    application.save(application.database, KEEPS)
    for _ in range(3):
        assert application.show(application.routes) == ["GRN007"]
        application.models.unlink()
        assert application.show(application.routes) == []
        application.save(application.models, LAZY)


@pytest.mark.slow
def test_a_thousand_lints_leave_nothing_behind(application: Application) -> None:
    blocks = []
    for number in range(1_000):
        eager = number % 3 == 0
        application.save(application.models, EAGER if eager else LAZY)
        if number % 4 == 1:
            application.show(application.models, LAZY + f"\n\nNUMBER = {number}\n")
        text = ROUTES.format(number=number)
        told = application.show(application.routes, text)
        assert told == ["GRN009" if eager else "GRN007"]
        if number % 300 == 299:
            gc.collect()
            blocks.append(sys.getallocatedblocks())
    assert max(blocks) < 1.01 * blocks[0], blocks


def test_much_source_is_let_go_of(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.show(application.routes)
    kept = GreenletChecker._world
    application.show(application.routes)
    assert GreenletChecker._world is kept
    monkeypatch.setattr(plugin, "BYTES_OF_A_CHARACTER", 1_000_000_000)
    application.show(application.routes)
    assert GreenletChecker._world is not kept
    assert application.show(application.routes) == ["GRN007"]


def test_what_one_file_needs_is_not_let_go_of_at_each_look(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    application.save(application.routes, "from models import Shelf\n")
    monkeypatch.setattr(plugin, "BYTES_OF_A_CHARACTER", 1_000_000_000)
    application.show(application.routes)
    kept = GreenletChecker._world
    for _ in range(50):
        application.show(application.routes)
        assert GreenletChecker._world is kept
