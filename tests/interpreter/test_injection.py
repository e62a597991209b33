"""What containers and request-wide places hand in: its annotation counts, and nothing else."""

from __future__ import annotations

import pytest

from interpreter.conftest import CheckFiles

HEAD = """\
from typing import cast

import injector
from aioinject import Injected
from dependency_injector.wiring import Closing, Provide, inject
from dishka import FromDishka
from dishka.integrations.fastapi import FromDishka as FromRoute
from fastapi import Depends
from flask_sqlalchemy import SQLAlchemy
from quart import current_app, g
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from werkzeug.local import LocalProxy

from containers import Container, container
from models import User

"""
#: Commit, and read first what had been loaded, then what never was.
USE = """\
    user = await {session}.get_one(User, 1)
    await {session}.commit()
    print(user.name)
    print(user.{orders})
"""

ANNOTATED = [
    "async def use(session: FromDishka[AsyncSession]):\n",
    "async def use(session: FromRoute['AsyncSession']):\n",
    "async def use(session: injector.Inject[AsyncSession]):\n",
    "async def use(session: Injected[AsyncSession]):\n",
    "@inject\nasync def use(session: AsyncSession = Provide[Container.session]):\n",
    "@inject\nasync def use(session: AsyncSession = Provide['session']):\n",
    "@inject\nasync def use(session: AsyncSession = Depends(Closing[Provide['session']])):\n",
    "async def use():\n    session: AsyncSession = g.session\n",
    "async def use():\n    session: AsyncSession = await container.session()\n",
    "async def use():\n    session: AsyncSession = container.resolve(AsyncSession)\n",
    "async def use(request):\n    session: AsyncSession = request.state.session\n",
    "async def use(event, data):\n    session: AsyncSession = data['session']\n",
    "async def use():\n    session = cast(AsyncSession, current_app.extensions['session'])\n",
    "session: AsyncSession = LocalProxy(lambda: g.session)\n\nasync def use():\n",
    """\
def current() -> AsyncSession:
    return g.session

async def use():
    session = current()
""",
    """\
async def use():
    sessions: async_sessionmaker[AsyncSession] = current_app.extensions['sessions']
    session = sessions()
""",
]


@pytest.mark.parametrize("begin", ANNOTATED)
def test_the_annotation_of_what_is_handed_in(check_files: CheckFiles, begin: str) -> None:
    check_files({"main.py": HEAD + begin + USE.format(session="session", orders="«GRN007:orders»")})


UNTYPED = [
    ("", "g.session"),
    ("", "current_app.extensions['sqlalchemy'].session"),
    ("", "container.resolve(AsyncSession)"),
    ("", "Container.session()"),
    ("proxy = LocalProxy(lambda: g.session)\n", "proxy"),
    ("db = SQLAlchemy()\n", "db.session"),
    ("class Service:\n    session = Provide[Container.session]\n", "Service().session"),
]


@pytest.mark.parametrize("before, session", UNTYPED)
def test_what_nobody_has_annotated(check_files: CheckFiles, before: str, session: str) -> None:
    use = USE.format(session=session, orders="orders")
    check_files({"main.py": HEAD + before + "async def use():\n" + use})


@pytest.mark.parametrize("session", ["SQLAlchemy().session", "g.session", "request.state.session"])
def test_a_session_that_may_be_synchronous(check_files: CheckFiles, session: str) -> None:
    use = f"""\
async def view(request):
    user = {session}.get(User, 1)
    {session}.add(User())
    {session}.commit()
    print(user.name, user.orders)
"""
    check_files({"main.py": HEAD + use})


def test_a_constructor_that_is_injected(check_files: CheckFiles) -> None:
    check_files(
        {
            "services.py": """\
                from dependency_injector.wiring import Provide, inject
                from sqlalchemy.ext.asyncio import AsyncSession

                from containers import Container
                from models import User

                class Service:
                    @inject
                    def __init__(self, session: AsyncSession = Provide[Container.session]) -> None:
                        self.session = session

                class Users(Service):
                    async def show(self):
                        user = await self.session.get_one(User, 1)
                        await self.session.commit()
                        print(user.name)
                        print(user.«GRN007:orders»)
            """,
            "main.py": """\
                from sqlalchemy.ext.asyncio import AsyncSession

                from models import User
                from services import Service

                async def given_away(session: AsyncSession):
                    user = await session.get_one(User, 1)
                    Service(session=session)
                    print(user.orders)
            """,
        }
    )
