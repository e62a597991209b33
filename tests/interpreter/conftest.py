"""Small programs, with a mark around every token that the plugin must point at.

`user.«name»` must be reported as GRN009 at exactly `name`; `user.«GRN007:orders»` as GRN007.
Whatever is not marked must not be reported. Most programs ask one thing: with which state of
`user` does control get here? `session.commit()` expires it, `session.refresh(user)` mends it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding

Check = Callable[[str], None]
CheckFiles = Callable[[dict[str, str]], None]
Mark = tuple[int, int, str]

MARK = re.compile(r"«(?:(GRN\d{3}):)?([^»]*)»")

MODELS = """\
from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    orders: Mapped[list[Order]] = relationship(back_populates="user")


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="orders")
"""
DATABASE = """\
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")
Session = async_sessionmaker(engine)
"""
HEADER = """\
import asyncio
from contextlib import asynccontextmanager, contextmanager, suppress

from elsewhere import mystery
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from database import Session
from models import Order, User


async def fetch(session: AsyncSession) -> User:
    return (await session.scalars(select(User))).one()


"""


def marks(text: str) -> tuple[str, list[Mark]]:
    """A text without its marks, and where they stood."""
    found: list[Mark] = []
    lines = text.splitlines(keepends=True)
    for row, line in enumerate(lines, 1):
        while match := MARK.search(line):
            found.append((row, match.start(), match[1] or "GRN009"))
            line = line[: match.start()] + match[2] + line[match.end() :]
        lines[row - 1] = line
    return "".join(lines), found


@pytest.fixture
def check_files(tmp_path: Path, lint: Callable[..., list[Finding]]) -> CheckFiles:
    """Write a project, beside models.py and database.py, and compare the findings of each of
    its files with its marks."""

    def check(files: dict[str, str]) -> None:
        root = tmp_path.resolve()
        (root / "pyproject.toml").touch()
        expected: dict[str, list[Mark]] = {}
        for name, text in {"models.py": MODELS, "database.py": DATABASE, **files}.items():
            plain, expected[name] = marks(textwrap.dedent(text))
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(plain, "utf-8")
        found = {name: [(f.row, f.column, f.code) for f in lint(root / name)] for name in expected}
        assert found == expected

    return check


@pytest.fixture
def check(check_files: CheckFiles) -> Check:
    """Compare the findings of one program, under the usual imports, with its marks."""
    return lambda source: check_files({"main.py": HEADER + textwrap.dedent(source)})


@pytest.fixture
def check_body(check: Check) -> Check:
    """The same for the body of a coroutine that has a `session`, a fresh `user`, and parameters
    of which nobody knows anything."""

    def run(body: str) -> None:
        lines = textwrap.indent(textwrap.dedent(body), " " * 8)
        check(
            "async def main(flag, other, items):\n"
            "    async with Session() as session:\n"
            "        user = await fetch(session)\n" + lines
        )

    return run
