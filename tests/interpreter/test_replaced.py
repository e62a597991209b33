"""What something else stands in for: it is unknown until the end of the run."""

from __future__ import annotations

import textwrap

import pytest

from interpreter.conftest import CheckFiles

SERVICE = """\
from models import User
from names import name_of


def shout(user):
    return name_of(user).upper()


class Greeter:
    greeting = "Hello"

    def greet(self, user):
        return f"{self.greeting} {user.name}"

    @classmethod
    def bow(cls, user):
        return user.name
"""
NAMES = """\
def name_of(user):
    return user.name
"""
HEADER = """\
import service
from database import Session
from models import User
from sqlalchemy.ext.asyncio import AsyncSession
from unittest import mock
from unittest.mock import AsyncMock, Mock, patch


async def committed(session):
    user = User(name="Ada")
    session.add(user)
    await session.commit()
    return user


"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("service.«shout»(user)", id="nothing"),
        pytest.param("service.shout = Mock()\nservice.shout(user)", id="assigned to a module"),
        pytest.param(
            "service.Greeter.greet = Mock()\nservice.Greeter().greet(user)",
            id="assigned to a class",
        ),
        pytest.param("service.Greeter.bow = Mock()\nservice.Greeter.bow(user)", id="class method"),
        pytest.param(
            "service.Greeter.greeting = 'Hi'\nservice.Greeter().«greet»(user)",
            id="what is no function",
        ),
        pytest.param(
            "greeter = service.Greeter()\ngreeter.greet = Mock()\ngreeter.greet(user)",
            id="assigned to an object",
        ),
        pytest.param(
            "greeter = service.Greeter()\ngreeter.greet = Mock()\nservice.Greeter().«greet»(user)",
            id="of another object",
        ),
        pytest.param("patch('service.shout')\nservice.shout(user)", id="patch"),
        pytest.param("with patch('service.shout'):\n    service.shout(user)", id="context manager"),
        pytest.param(
            "with mock.patch.object(service, 'shout', Mock()):\n    service.shout(user)",
            id="patch.object",
        ),
        pytest.param(
            "with patch.multiple('service', shout=Mock()):\n    service.shout(user)",
            id="patch.multiple",
        ),
        pytest.param(
            "with patch('service.Greeter.greet'):\n    service.Greeter().greet(user)",
            id="method by its dotted name",
        ),
        pytest.param(
            "with patch('service.name_of'):\n    service.shout(user)", id="where it is used"
        ),
        pytest.param(
            "with patch('names.name_of'):\n    service.«shout»(user)",
            id="where it is defined",
        ),
        pytest.param(
            "with patch('names.name_of'):\n    from names import name_of\n    name_of(user)",
            id="imported afterwards",
        ),
        pytest.param(
            "with patch(f'{__name__}.x'):\n    service.shout(user)", id="nobody knows what"
        ),
        pytest.param(
            "with patch.object(AsyncSession, 'commit'):\n"
            "    other = await committed(session)\n    other.name",
            id="a method of the library",
        ),
        pytest.param(
            "with patch('elsewhere.thing'):\n    service.«shout»(user)", id="something foreign"
        ),
    ],
)
def test_in_a_coroutine(check_files: CheckFiles, body: str) -> None:
    source = (
        "async def main():\n    async with Session() as session:\n"
        "        user = await committed(session)\n" + textwrap.indent(body, " " * 8) + "\n"
    )
    check_files({"service.py": SERVICE, "names.py": NAMES, "main.py": HEADER + source})
