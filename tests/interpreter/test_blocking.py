"""Synchronous engines and sessions in coroutines: where it is told, how often, and where never."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from flake8_greenlet.analysis import Finding

from .conftest import CheckFiles

BOTH = """\
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine("sqlite://")
SessionLocal = sessionmaker(engine)
shared = SessionLocal()
Sessions = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))


def get_db():
    with SessionLocal() as db:
        yield db


async def get_async_db():
    async with Sessions() as db:
        yield db


def work():
    with SessionLocal() as db:
        return db.query(int).all()
"""
HEADER = """\
import asyncio
from concurrent.futures import ThreadPoolExecutor

from fastapi import APIRouter, Depends
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from both import SessionLocal, engine, get_async_db, get_db, shared, work
from models import Base, User

router = APIRouter()


"""


@pytest.mark.parametrize(
    "body",
    [
        "shared.«GRN001:commit»()\n    shared.commit()",
        "shared.«GRN001:begin_nested»()",
        "shared.«GRN001:bulk_save_objects»([])",
        "shared.add(User())\n    shared.expunge_all()",
        "shared.close()",
        "async with «GRN001:SessionLocal»() as db:\n        await db.commit()",
        "async with SessionLocal.«GRN001:begin»() as db:\n        await db.commit()",
        "async with engine.«GRN001:connect»() as db:\n        await db.commit()",
        "print(«GRN001:inspect»(engine).get_table_names())",
        "Base.metadata.«GRN001:drop_all»(engine)\n    Base.metadata.create_all(engine)",
        "«GRN001:work»()",
        "db = next(get_db())\n    db.«GRN001:execute»(select(User))",
        "await asyncio.get_running_loop().run_in_executor(POOL, work)",
        "await asyncio.get_running_loop().run_in_executor(None, lambda: work())",
    ],
)
def test_what_blocks_in_a_coroutine(check_files: CheckFiles, body: str) -> None:
    main = f"{HEADER}POOL = ThreadPoolExecutor()\n\n\nasync def main():\n    {body}\n"
    check_files({"both.py": BOTH, "main.py": main})


@pytest.mark.parametrize(
    ("parameter", "body"),
    [
        ("«GRN003:db»: Session = Depends(get_db)", "db.commit()"),
        ("«GRN003:db»: Session = Depends(get_db)", "other(db)"),
        ("«GRN003:db»: AsyncSession = Depends(get_db)", "await db.commit()"),
        ("«GRN003:db»: AsyncSession = Depends(get_db)", "await other(db)"),
        ("«GRN003:db»: AsyncSession = Depends(get_db)", "db.commit()"),
        ("«GRN003:db»: Session = Depends(get_async_db)", "db.commit()"),
        ("«GRN003:db»: Session = Depends(other)", "db.commit()"),
        ("db: Session = Depends(get_db)", "return 1"),
        ("db: Session = Depends(get_async_db)", "await db.commit()"),
        ("db: Session = Depends(other)", "await db.commit()"),
        ("db: Session = Depends(get_db)", "await asyncio.to_thread(lambda: db.commit())"),
        ("db: Session = Depends(get_db)", "await asyncio.to_thread(other, db)"),
        (
            "«GRN003:db»: Session = Depends(get_db)",
            "await asyncio.to_thread(lambda: db.commit())\n    db.rollback()",
        ),
    ],
)
def test_what_a_parameter_of_a_coroutine_is_given(
    check_files: CheckFiles, parameter: str, body: str
) -> None:
    main = f"{HEADER}from elsewhere import other\n\n\n"
    route = f"@router.get('/')\nasync def main({parameter}):\n    {body}\n"
    check_files({"both.py": BOTH, "main.py": main + route})


@pytest.mark.parametrize(
    ("parameter", "body"),
    [
        ("db: Session = Depends(get_db)", "db.commit()"),
        ("db: AsyncSession = Depends(get_db)", "db.commit()"),
        ("«GRN003:db»: AsyncSession = Depends(get_db)", "return other(db)"),
        ("«GRN003:db»: Session = Depends(get_async_db)", "db.commit()"),
        ("db: AsyncSession = Depends(get_async_db)", "return other(db)"),
    ],
)
def test_what_a_parameter_of_a_plain_route_is_given(
    check_files: CheckFiles, parameter: str, body: str
) -> None:
    main = f"{HEADER}from elsewhere import other\n\n\n"
    route = f"@router.get('/')\ndef main({parameter}):\n    {body}\n"
    check_files({"both.py": BOTH, "main.py": main + route})


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            "async def main():\n    work()\n",
            (
                "GRN001 work() does synchronous IO and blocks the event loop: "
                "use an AsyncSession, or asyncio.to_thread()"
            ),
        ),
        (
            "async def main():\n    async with SessionLocal() as db:\n        await db.commit()\n",
            (
                "GRN001 SessionLocal() makes a synchronous session, which async with cannot enter: "
                "use an AsyncSession"
            ),
        ),
        (
            "async def main():\n    shared.query(User).all()\n",
            (
                "GRN001 shared.query().all() does IO on a synchronous session and blocks the event "
                "loop: use an AsyncSession"
            ),
        ),
        (
            "async def main(db: AsyncSession = Depends(get_db)):\n    await db.commit()\n",
            (
                "GRN003 db is annotated AsyncSession, but get_db provides a Session: "
                "to await its methods is a TypeError"
            ),
        ),
        (
            "def main(db: Session = Depends(get_async_db)):\n    db.commit()\n",
            (
                "GRN003 db is annotated Session, but get_async_db provides an AsyncSession: "
                "its methods return coroutines"
            ),
        ),
        (
            "commit = lambda db: await db.commit()\n",
            "GRN004 'await' in a lambda is a SyntaxError: write an async def",
        ),
    ],
)
def test_what_is_said(
    tmp_path: Path, lint: Callable[..., list[Finding]], source: str, message: str
) -> None:
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "both.py").write_text(BOTH, "utf-8")
    (tmp_path / "models.py").write_text("class User: ...\n", "utf-8")
    (tmp_path / "main.py").write_text(textwrap.dedent(HEADER + source), "utf-8")
    assert [f"{f.code} {f.text}" for f in lint(tmp_path / "main.py")] == [message]
