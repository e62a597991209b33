"""Which factory is behind a session, and what a commit does to its objects."""

from __future__ import annotations

import pytest

from interpreter.conftest import DATABASE, Check, CheckFiles

READING = """\
    from database import Session
    from models import User

    async def main():
        async with Session() as session:
            user = await session.get_one(User, 1)
            await session.commit()
            return user.{name}
"""
TOLD = READING.format(name="«name»")
SILENT = READING.format(name="name")
HEAD = """\
import os

from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")
KEEP = os.environ.get("KEEP")
"""
DIFFERENT = [
    """\
if KEEP:
    Session = async_sessionmaker(engine, expire_on_commit=False)
else:
    Session = async_sessionmaker(engine)
""",
    """\
Session = (
    async_sessionmaker(engine, expire_on_commit=False) if KEEP else async_sessionmaker(engine)
)
""",
    """\
SESSIONS = {
    "read": async_sessionmaker(engine, expire_on_commit=False),
    "write": async_sessionmaker(engine),
}
Session = SESSIONS[KEEP]
""",
    """\
Session = async_sessionmaker(engine, expire_on_commit=KEEP)
""",
    """\
Session = async_sessionmaker(engine)
Session.configure(expire_on_commit=False)
""",
    """\
Session: async_sessionmaker = async_sessionmaker(engine)
Session.configure(**{"expire_on_commit": False})
""",
    """\
Session = async_sessionmaker()
""",
]
ALIKE = [
    """\
if KEEP:
    Session = async_sessionmaker(engine, autoflush=False)
else:
    Session = async_sessionmaker(create_async_engine("sqlite+aiosqlite:///b.db"))
""",
    """\
Session = async_sessionmaker()
Session.configure(bind=engine)
""",
    """\
Session = async_sessionmaker(expire_on_commit=True)
""",
]


@pytest.mark.parametrize("factories", DIFFERENT)
def test_factories_that_differ(check_files: CheckFiles, factories: str) -> None:
    check_files({"database.py": HEAD + factories, "main.py": SILENT})


@pytest.mark.parametrize("factories", ALIKE)
def test_factories_that_do_the_same(check_files: CheckFiles, factories: str) -> None:
    check_files({"database.py": HEAD + factories, "main.py": TOLD})


def test_a_factory_that_another_module_configures(check_files: CheckFiles) -> None:
    startup = """\
        from database import Session

        def start(engine):
            Session.configure(bind=engine, expire_on_commit=False)
    """
    database = DATABASE.replace("async_sessionmaker(engine)", "async_sessionmaker()")
    check_files({"database.py": database, "startup.py": startup, "main.py": SILENT})


#: What a function does to the factory of another scope, or of an object, and what comes of it.
CONFIGURED = [
    # A variable of the same name is another one.
    (
        """\
Session = async_sessionmaker(engine)

def for_reports(other):
    Session = async_sessionmaker(other)
    Session.configure(expire_on_commit=False)
    return Session
""",
        TOLD,
    ),
    (
        """\
Session = async_sessionmaker(engine)

def keep(Session):
    Session.configure(expire_on_commit=False)
""",
        TOLD,
    ),
    (
        """\
Session = async_sessionmaker()

def for_reports(other):
    Session = async_sessionmaker()
    Session.configure(bind=other)
    return Session
""",
        SILENT,
    ),
    (
        """\
class Reports:
    Session = async_sessionmaker()

    def start(self):
        Session.configure(bind=engine)

Session = async_sessionmaker()
""",
        TOLD,
    ),
    # The same variable, seen from inside.
    (
        """\
Session = async_sessionmaker(engine)

class Settings:
    def keep(self):
        def later():
            Session.configure(expire_on_commit=False)
        return later
""",
        SILENT,
    ),
    (
        """\
def start():
    global Session
    Session = async_sessionmaker(engine)

def keep():
    Session.configure(expire_on_commit=False)

Session = async_sessionmaker(engine)
""",
        SILENT,
    ),
    (
        """\
Session = async_sessionmaker(engine) if KEEP else async_sessionmaker(bind=engine)
Session.configure(expire_on_commit=False)
""",
        SILENT,
    ),
    # Attributes, of which nobody knows whose they are.
    (
        """\
class Database:
    def __init__(self):
        self.sessions = async_sessionmaker(engine)

    def keep(self):
        self.sessions.configure(expire_on_commit=False)

Session = Database().sessions
""",
        SILENT,
    ),
    (
        """\
class Database:
    sessions = async_sessionmaker(engine)

Database.sessions.configure(**{"expire_on_commit": KEEP})
Session = Database.sessions
""",
        SILENT,
    ),
    (
        """\
class Database:
    def __init__(self):
        self.sessions = async_sessionmaker(engine)

    def start(self, other):
        self.sessions.configure(bind=other)

Session = Database().sessions
""",
        TOLD,
    ),
    (
        """\
class Database:
    def __init__(self):
        self.sessions = async_sessionmaker()

class Archive:
    def __init__(self):
        self.sessions = async_sessionmaker()
        self.sessions.configure(bind=engine)

Session = Database().sessions
""",
        SILENT,
    ),
]


@pytest.mark.parametrize("factories, reading", CONFIGURED)
def test_whose_factory_is_configured(check_files: CheckFiles, factories: str, reading: str) -> None:
    check_files({"database.py": HEAD + factories, "main.py": reading})


def test_factories_of_two_functions(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": HEAD
            + """\
from models import User

async def kept():
    Session = async_sessionmaker(engine)
    Session.configure(expire_on_commit=False)
    async with Session() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.name

async def expired():
    Session = async_sessionmaker(engine)
    async with Session() as session:
        user = await session.get_one(User, 1)
        await session.commit()
        return user.«name»
"""
        }
    )


VARIABLES = """\
from contextvars import ContextVar

from sqlalchemy.ext.asyncio import AsyncSession

current: ContextVar[AsyncSession] = ContextVar("current")
subscripted = ContextVar[AsyncSession | None]("subscripted", default=None)
untyped = ContextVar("untyped")
"""


def test_the_session_of_a_context_variable(check_files: CheckFiles) -> None:
    check_files(
        {
            "variables.py": VARIABLES,
            "main.py": """\
                from models import User
                from variables import current, subscripted, untyped

                async def unloaded():
                    user = await current.get().get_one(User, 1)
                    print(user.«GRN007:orders»)

                async def perhaps_none():
                    session = subscripted.get()
                    if session is None:
                        return
                    user = await session.get_one(User, 1)
                    print(user.«GRN007:orders»)

                async def of_unknown_making():
                    user = await current.get().get_one(User, 1)
                    await current.get().commit()
                    print(user.name)

                async def rolled_back():
                    user = await current.get().get_one(User, 1)
                    await current.get().rollback()
                    print(user.«GRN010:name»)

                async def without_a_type():
                    user = await untyped.get().get_one(User, 1)
                    print(user.orders)
            """,
        }
    )


def test_a_context_variable_that_is_set_here(check_files: CheckFiles) -> None:
    check_files(
        {
            "variables.py": VARIABLES,
            "main.py": """\
                from database import Session
                from models import User
                from variables import current

                async def load():
                    return await current.get().get_one(User, 1)

                async def kept():
                    async with Session(expire_on_commit=False) as session:
                        current.set(session)
                        user = await load()
                        await session.commit()
                        print(user.name)

                async def expired():
                    async with Session() as session:
                        token = current.set(session)
                        user = await load()
                        await session.commit()
                        print(user.«name»)
                        current.reset(token)

                async def set_back():
                    async with Session() as session:
                        current.reset(current.set(session))
                        user = await load()
                        await current.get().commit()
                        print(user.name)
            """,
        }
    )


def test_what_a_callee_knows_of_a_global_session(check_files: CheckFiles) -> None:
    """It tells by itself what a commit of it expires."""
    check_files(
        {
            "scoped.py": """\
                from asyncio import current_task

                from database import Session
                from sqlalchemy.ext.asyncio import async_scoped_session

                db = async_scoped_session(Session, scopefunc=current_task)
            """,
            "service.py": """\
                from models import User
                from scoped import db

                async def rename(key: int) -> str:
                    user = await db.get_one(User, key)
                    await db.commit()
                    return user.«name»
            """,
            "main.py": """\
                from service import rename

                async def main():
                    print(await rename(1))
            """,
        }
    )


def test_a_session_class_has_its_members_and_no_others(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession):
            for name in ("after_commit", "before_flush"):
                if hasattr(AsyncSession, name):
                    print((await fetch(session)).orders)
            if hasattr(AsyncSession, "scalars"):
                print((await fetch(session)).«GRN007:orders»)
    """)
