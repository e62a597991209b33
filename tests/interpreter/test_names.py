"""What a name stands for, in one file and across files."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from interpreter.conftest import HEADER, Check, CheckFiles

BODY = """\


async def main():
    async with {session}() as session:
        user = (await session.scalars({select}({user}))).one()
        await session.commit()
        return user.«name»
"""


def program(imports: str, session: str = "Session", user: str = "User", select: str = "") -> str:
    select = select or "select"
    first = "" if "sqlalchemy" in imports else "from sqlalchemy import select\n"
    return (
        first
        + textwrap.dedent(imports)
        + "\n"
        + BODY.format(session=session, user=user, select=select)
    )


@pytest.mark.parametrize(
    "imports, session, user, select",
    [
        ("from database import Session as S\nfrom models import User as U", "S", "U", "select"),
        ("import database, models", "database.Session", "models.User", "select"),
        ("import database as db, models as m", "db.Session", "m.User", "select"),
        (
            "import sqlalchemy as sa\nimport database\nfrom models import User",
            "database.Session",
            "User",
            "sa.select",
        ),
        (
            "from sqlalchemy import select as choose\nfrom database import *\nfrom models import *",
            "Session",
            "User",
            "choose",
        ),
        (
            "import sqlalchemy.future\nimport database\nimport models",
            "database.Session",
            "models.User",
            "sqlalchemy.future.select",
        ),
        (
            "from sqlalchemy.future import select\nimport database\nimport models",
            "database.Session",
            "models.User",
            "select",
        ),
    ],
)
def test_ways_to_import(
    check_files: CheckFiles, imports: str, session: str, user: str, select: str
) -> None:
    check_files({"main.py": program(imports, session, user, select)})


@pytest.mark.parametrize(
    "init, imports, session",
    [
        ("from .sessions import Session", "from shop import Session", "Session"),
        ("from shop.sessions import Session", "from shop import Session", "Session"),
        ("from .sessions import *", "from shop import Session", "Session"),
        ("from .sessions import Session as S", "from shop import S", "S"),
        ("from . import sessions", "from shop import sessions", "sessions.Session"),
        ("from . import sessions as s", "from shop import s", "s.Session"),
        ("", "from shop import sessions", "sessions.Session"),
        ("", "import shop.sessions", "shop.sessions.Session"),
        ("", "import shop.sessions as s", "s.Session"),
        ("from .sessions import Session", "import shop", "shop.Session"),
        ("from .sessions import Session", "from shop import *", "Session"),
        (
            "from .sessions import Session\n__all__ = ['Session']",
            "from shop import *",
            "Session",
        ),
        ("from .middle import Session", "from shop import Session", "Session"),
        ("from .middle import make\nSession = make", "from shop import Session", "Session"),
        (
            "try:\n    from .sessions import Session\nexcept ImportError:\n    Session = None",
            "from shop import Session",
            "Session",
        ),
        (
            "if True:\n    from .sessions import Session",
            "from shop import Session",
            "Session",
        ),
        (
            "import sys\nif sys.version_info >= (3, 8):\n    from .sessions import Session\n",
            "from shop import Session",
            "Session",
        ),
    ],
)
def test_a_package_hands_on(check_files: CheckFiles, init: str, imports: str, session: str) -> None:
    check_files(
        {
            "shop/__init__.py": init + "\n",
            "shop/sessions.py": "from database import Session\n",
            "shop/middle.py": "from .sessions import Session\n\nmake = Session\n",
            "main.py": program(f"from models import User\n{imports}", session),
        }
    )


def test_models_by_module(check_files: CheckFiles) -> None:
    check_files(
        {
            "app/__init__.py": "",
            "app/models/__init__.py": "from .person import Person\n",
            "app/models/person.py": """\
                from sqlalchemy.orm import Mapped, mapped_column

                from models import Base


                class Person(Base):
                    __tablename__ = "persons"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    name: Mapped[str]
            """,
            "app/main.py": program(
                "from app import models\nfrom database import Session", user="models.Person"
            ),
            "app/again.py": program(
                "from . import models\nfrom database import Session", user="models.Person"
            ),
            "app/far.py": program(
                "import app.models\nfrom database import Session", user="app.models.Person"
            ),
        }
    )


def test_relative_imports_of_several_levels(check_files: CheckFiles) -> None:
    check_files(
        {
            "shop/__init__.py": "",
            "shop/sessions.py": "from database import Session\n",
            "shop/api/__init__.py": "",
            "shop/api/v1/__init__.py": "",
            "shop/api/v1/users.py": program(
                "from models import User\nfrom ...sessions import Session"
            ),
        }
    )


def test_a_namespace_package(check_files: CheckFiles) -> None:
    check_files(
        {
            "shop/sessions.py": "from database import Session\n",
            "main.py": program("from models import User\nfrom shop.sessions import Session"),
        }
    )


def test_an_import_inside_a_function(check: Check) -> None:
    check("""\
        async def main():
            from database import Session as Local

            from models import User as Person

            async with Local() as session:
                user = (await session.scalars(select(Person))).one()
                await session.commit()
                return user.«name»
    """)


def test_an_import_for_type_checkers(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": """\
                from __future__ import annotations

                from typing import TYPE_CHECKING

                from sqlalchemy import select

                if TYPE_CHECKING:
                    from sqlalchemy.ext.asyncio import AsyncSession

                    from models import User


                async def main(session: AsyncSession) -> None:
                    session.«GRN002:commit»()


                async def quoted(session: "AsyncSession | None") -> None:
                    session.«GRN002:commit»()
            """,
        }
    )


@pytest.mark.parametrize(
    "annotation",
    [
        "AsyncSession",
        '"AsyncSession"',
        "Optional[AsyncSession]",
        "AsyncSession | None",
        "Union[AsyncSession, None]",
        "Annotated[AsyncSession, 1]",
        "typing.Optional['AsyncSession']",
        "Alias",
        "Own",
        "asyncio.AsyncSession",
    ],
)
def test_what_an_annotation_says(check_files: CheckFiles, annotation: str) -> None:
    check_files(
        {
            "main.py": f"""\
                import typing
                from typing import Annotated, Optional, Union

                from sqlalchemy.ext import asyncio
                from sqlalchemy.ext.asyncio import AsyncSession

                Alias = AsyncSession


                class Own(AsyncSession):
                    pass


                async def main(session: {annotation}) -> None:
                    session.«GRN002:commit»()
            """,
        }
    )


@pytest.mark.parametrize(
    "annotation", ["object", "Any", "Missing", '"not python at all"', "1", "None", "list[str]"]
)
def test_what_an_annotation_does_not_say(check_files: CheckFiles, annotation: str) -> None:
    check_files(
        {
            "main.py": f"""\
                from typing import Any

                from sqlalchemy.ext.asyncio import AsyncSession


                async def main(session: {annotation}) -> None:
                    session.commit()
            """,
        }
    )


@pytest.mark.parametrize(
    "lines",
    [
        "class Session:\n    def __init__(self): ...",
        "def Session():\n    return mystery()",
        "Session = mystery",
        "from elsewhere import Session",
        "import elsewhere as Session",
        "for Session in mystery(): pass",
        "with mystery() as Session: pass",
        "Session, _ = mystery()",
    ],
)
def test_a_name_that_the_file_binds_anew(check_files: CheckFiles, lines: str) -> None:
    source = program(
        f"from elsewhere import mystery\nfrom models import User\n"
        f"from database import Session\n{lines}"
    )
    check_files({"main.py": source.replace("«", "").replace("»", "")})


@pytest.mark.parametrize(
    "lines",
    [
        "from elsewhere import *",
        "Session: object",
        "def other():\n    Session = 1",
        "[Session for Session in ()]",
        "class Other:\n    Session = 1",
    ],
)
def test_what_does_not_bind_a_name_anew(check_files: CheckFiles, lines: str) -> None:
    check_files(
        {
            "main.py": program(
                "from sqlalchemy import select\n"
                f"{lines}\nfrom models import User\nfrom database import Session"
            )
        }
    )


def test_a_local_name_hides_a_global(check: Check) -> None:
    check("""\
        async def main(Session):
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                return user.name
    """)


def test_a_name_that_a_later_statement_of_the_function_binds(check: Check) -> None:
    check("""\
        async def main(flag):
            if flag:
                Session = mystery
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                return user.name
    """)


def test_names_that_nobody_binds(check: Check) -> None:
    check("""\
        async def main():
            async with Missing() as session:
                user = await session.get(Nobody, 1)
                await session.commit()
                return user.name, nothing.at.all
    """)


def test_a_public_name_that_its_module_does_not_bind(check_files: CheckFiles) -> None:
    check_files(
        {
            "empty.py": "",
            "main.py": program("from models import User\nfrom empty import Session\nimport empty")
            .replace("«", "")
            .replace("»", ""),
            "again.py": program("from models import User\nimport empty", "empty.Session")
            .replace("«", "")
            .replace("»", ""),
        }
    )


def test_a_module_level_getattr_may_give_anything(check_files: CheckFiles) -> None:
    source = program("from models import User\nfrom lazy import Session")
    check_files(
        {
            "lazy.py": "def __getattr__(name):\n    return object()\n",
            "main.py": source.replace("«", "").replace("»", ""),
        }
    )


def test_modules_that_import_each_other(check_files: CheckFiles) -> None:
    check_files(
        {
            "first.py": "from second import two\nfrom database import Session\n\none = two\n",
            "second.py": "from first import one, Session\n\ntwo = one\n",
            "main.py": program("from models import User\nfrom second import Session"),
            "again.py": "from second import two\n\n\nasync def main():\n    two.commit()\n",
        }
    )


def test_a_module_that_imports_itself(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": program(
                "import main\nfrom main import Missing\nfrom main import *\n"
                "from models import User\nfrom database import Session"
            )
        }
    )


def test_names_that_need_each_other(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": """\
                from sqlalchemy import select

                first = second
                second = first
                third = third
                fourth = [fourth]


                async def main(session):
                    first.commit()
                    third.commit()
                    return fourth[0].name
            """
        }
    )


def test_a_function_of_another_file_is_followed(check_files: CheckFiles) -> None:
    check_files(
        {
            "service.py": """\
                async def save(session, user):
                    await session.commit()


                def show(user):
                    return user.name
            """,
            "main.py": """\
                from sqlalchemy import select

                import service
                from database import Session
                from models import User


                async def main():
                    async with Session() as session:
                        user = (await session.scalars(select(User))).one()
                        await service.save(session, user)
                        return service.«show»(user)
            """,
        }
    )


def test_trouble_of_another_file_is_told_there_alone(check_files: CheckFiles) -> None:
    check_files(
        {
            "service.py": """\
                from sqlalchemy import select

                from database import Session
                from models import User


                async def rename():
                    async with Session() as session:
                        user = (await session.scalars(select(User))).one()
                        await session.commit()
                        return user.«name»
            """,
            "main.py": """\
                from service import rename


                async def main():
                    await rename()
            """,
        }
    )


def test_names_of_another_module_are_its_own(check_files: CheckFiles) -> None:
    check_files(
        {
            "service.py": """\
                from database import Session as make


                def begin():
                    return make()
            """,
            "main.py": """\
                from sqlalchemy import select

                from models import User
                from service import begin

                make = None


                async def main():
                    async with begin() as session:
                        user = (await session.scalars(select(User))).one()
                        await session.commit()
                        return user.«name»
            """,
        }
    )


def test_a_global_that_a_function_sets(check_files: CheckFiles) -> None:
    source = """\
        from sqlalchemy import select

        from database import Session
        from models import User

        factory = None


        def configure(given):
            global factory
            factory = given


        async def main():
            async with factory() as session:
                user = (await session.scalars(select(User))).one()
                await session.commit()
                return user.name
    """
    check_files({"main.py": source})


def test_a_factory_by_several_hands(check_files: CheckFiles) -> None:
    check_files(
        {
            "config.py": "URL = 'sqlite+aiosqlite://'\nOPTIONS = {'expire_on_commit': False}\n",
            "factory.py": """\
                from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

                from config import OPTIONS, URL


                def make_engine(url=URL):
                    return create_async_engine(url)


                engine = make_engine()
                Expiring = async_sessionmaker(engine)
                Keeping = async_sessionmaker(engine, **OPTIONS)
            """,
            "main.py": program("from models import User\nfrom factory import Expiring", "Expiring"),
            "good.py": program("from models import User\nfrom factory import Keeping", "Keeping")
            .replace("«", "")
            .replace("»", ""),
        }
    )


def test_a_class_of_another_file(check_files: CheckFiles) -> None:
    check_files(
        {
            "repositories/__init__.py": "from repositories.base import Repository\n",
            "repositories/base.py": """\
                class Repository:
                    def __init__(self, session):
                        self.session = session

                    async def save(self):
                        await self.session.commit()
            """,
            "main.py": """\
                from sqlalchemy import select

                from database import Session
                from models import User
                from repositories import Repository


                class Users(Repository):
                    async def one(self):
                        return (await self.session.scalars(select(User))).one()


                async def main():
                    async with Session() as session:
                        users = Users(session)
                        user = await users.one()
                        await users.save()
                        return user.«name»
            """,
        }
    )


def test_a_string_annotation_of_a_relationship_finds_its_class(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                order = (await session.scalars(select(Order))).one()
                return order.«GRN007:user»
    """)


def test_an_unknown_star_import_may_bind_anything(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": """\
                from sqlalchemy import select

                from elsewhere import *


                async def main():
                    async with Session() as session:
                        await session.execute(select(1))


                async def plain():
                    session = Session()
                    session.commit()
                    engine = create_engine("sqlite+aiosqlite://")
            """
        }
    )


def test_a_union_with_a_quoted_member(check_files: CheckFiles) -> None:
    check_files(
        {
            "main.py": """\
                from typing import Union

                from sqlalchemy.ext.asyncio import async_sessionmaker
                from sqlalchemy.orm import sessionmaker


                class View:
                    factory: Union[sessionmaker, "async_sessionmaker"]

                    async def run(self, statement):
                        async with self.factory() as session:
                            return (await session.execute(statement)).all()
            """
        }
    )


def test_a_module_that_is_imported_by_its_name(check_files: CheckFiles) -> None:
    check_files(
        {
            "shop/__init__.py": "",
            "shop/saving.py": """\
                async def save(session):
                    await session.commit()
            """,
            "main.py": HEADER
            + textwrap.dedent("""\
                import importlib
                from importlib import import_module

                async def main():
                    async with Session() as session:
                        user = await fetch(session)
                        await importlib.import_module("shop.saving").save(session)
                        print(user.«name»)

                async def unknown():
                    async with Session() as session:
                        user = await fetch(session)
                        await import_module(".saving", "shop").save(session)
                        print(user.name)
            """),
        }
    )


@pytest.mark.parametrize("kind", ["User", "User | None", "Optional[User]", '"User"'])
def test_an_annotation_takes_nothing_away(check: Check, kind: str) -> None:
    check(f"""\
        from typing import Optional

        async def main():
            async with Session() as session:
                user: {kind} = (await session.scalars(select(User))).one_or_none()
                if user:
                    print(user.«GRN007:orders»)
                other: {kind} = mystery()
                if other:
                    print(other.orders)
                    await session.refresh(other)
                    await session.commit()
                    print(other.«name»)
    """)


@pytest.mark.parametrize("body, read", [("pass", "«name»"), ("type = = 1", "name")])
def test_a_module_that_cannot_be_parsed(
    check_files: CheckFiles, tmp_path: Path, body: str, read: str
) -> None:
    """What it does is unknown: it may have loaded everything again."""
    helpers = f"async def look(session, user):\n    {body}\n"
    (tmp_path / "helpers.py").write_text(helpers, "utf-8")
    check_files(
        {
            "main.py": f"""\
                from database import Session
                from helpers import look
                from models import User

                async def main():
                    async with Session() as session:
                        user = await session.get_one(User, 1)
                        await session.commit()
                        await look(session, user)
                        print(user.{read})
            """,
        }
    )
