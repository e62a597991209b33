"""Schemas in unions: only what none of them can do without is told."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding

PROGRAM = """\
from __future__ import annotations

from typing import Annotated, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "authors"
    id: Mapped[int] = mapped_column(primary_key=True)
    books: Mapped[list[Book]] = relationship()


class Book(Base):
    __tablename__ = "books"
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"))


class Readable(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class BookOut(Readable):
    id: int


class Brief(Readable):
    id: int


class Whole(Readable):
    kind: str = "whole"
    books: list[BookOut]


class Shelf(Readable):
    kind: str = "shelf"
    books: list[BookOut]


async def validate(session: AsyncSession):
    authors = (await session.scalars(select(Author))).all()
    author = authors[0]
    TypeAdapter({kind}).validate_python({value})
"""


@pytest.mark.parametrize(
    "kind, value",
    [
        ("Union[Whole, Shelf]", "author"),
        ("Optional[Whole]", "author"),
        ("Union[Whole, str, None]", "author"),
        ("Union[int, Whole, dict[str, int]]", "author"),
        ("Annotated[Union[Whole, Shelf], Field(discriminator='kind')]", "author"),
        ("Union[Whole, list[Whole]]", "authors"),
        ("Optional[list[Whole]]", "authors"),
        ("list[Union[Whole, Shelf]]", "authors"),
    ],
)
def test_no_member_takes_it(
    kind: str, value: str, tmp_path: Path, lint: Callable[..., list[Finding]]
) -> None:
    assert codes(kind, value, tmp_path, lint) == ["GRN013"]


@pytest.mark.parametrize(
    "kind, value",
    [
        ("Union[Whole, Brief]", "author"),
        ("Union[Brief, Whole]", "author"),
        ("list[Union[Whole, Brief]]", "authors"),
        ("Union[list[Brief], list[Whole]]", "authors"),
        ("Union[Whole, object]", "author"),
        ("Union[Whole, mystery]", "author"),
    ],
)
def test_some_member_may_take_it(
    kind: str, value: str, tmp_path: Path, lint: Callable[..., list[Finding]]
) -> None:
    assert codes(kind, value, tmp_path, lint) == []


def codes(kind: str, value: str, tmp_path: Path, lint: Callable[..., list[Finding]]) -> list[str]:
    source = textwrap.dedent(PROGRAM).replace("{kind}", kind).replace("{value}", value)
    return [finding.code for finding in lint(tmp_path / "main.py", source)]
