"""What pytest hands to a test: the fixture of the name that is nearest, asked once."""

from __future__ import annotations

import textwrap

import pytest

from interpreter.conftest import CheckFiles

CONFTEST = """\
import pytest
from database import Session
from models import Order, User


@pytest.fixture
async def session():
    async with Session() as session:
        yield session


@pytest.fixture
async def user(session):
    user = User(name="Ada")
    session.add(user)
    await session.commit()
    return user
"""
HEADER = """\
import pytest
from models import Order, User


"""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("async def test_it(user):\n    user.«name»", id="fixture of a fixture"),
        pytest.param(
            "async def test_it(session, user):\n    await session.refresh(user)\n    user.name",
            id="both have one session",
        ),
        pytest.param("async def test_it(user: User):\n    user.«name»", id="annotated"),
        pytest.param("async def test_it(user=None):\n    user.name", id="a default is no fixture"),
        pytest.param("async def helper(user):\n    user.name", id="no test"),
        pytest.param("async def test_it(member):\n    member.name", id="a plugin's fixture"),
        pytest.param(
            """
            @pytest.fixture
            def user():
                return User(name="Eve")

            async def test_it(user):
                user.name
            """,
            id="overridden",
        ),
        pytest.param(
            """
            @pytest.fixture
            async def user(session, user):
                await session.refresh(user)
                return user

            async def test_it(user):
                user.name
                user.«GRN007:orders»
            """,
            id="overridden by one that uses it",
        ),
        pytest.param(
            """
            @pytest.fixture
            async def order(session, user):
                await session.refresh(user)
                return user.«GRN007:orders»

            async def test_it(order):
                pass
            """,
            id="a fixture is told of where it stands",
        ),
        pytest.param(
            """
            @pytest.fixture(name="member")
            def member_fixture(user):
                return user

            async def test_it(member, member_fixture):
                member_fixture.name
                member.«name»
            """,
            id="by another name",
        ),
        pytest.param(
            """
            @pytest.fixture(scope="module")
            async def member(session, user):
                return user

            async def test_it(member):
                member.name
            """,
            id="shared by tests",
        ),
        pytest.param(
            """
            @pytest.fixture(params=[1, 2])
            def member(request, session):
                return User(name="a") if request.param == 1 else User(name="b")

            async def test_it(session, member):
                session.add(member)
                await session.commit()
                member.name
            """,
            id="one of several",
        ),
        pytest.param(
            """
            @pytest.mark.parametrize("user", [User(name="a")])
            async def test_it(user):
                user.name
            """,
            id="parametrized",
        ),
        pytest.param(
            """
            @pytest.fixture(autouse=True)
            async def fresh(session, user):
                await session.refresh(user)

            async def test_it(user):
                user.name
            """,
            id="autouse",
        ),
        pytest.param(
            """
            @pytest.fixture
            async def fresh(session, user):
                await session.refresh(user)

            @pytest.mark.usefixtures("fresh")
            async def test_it(user):
                user.name

            async def test_other(user):
                user.«name»
            """,
            id="usefixtures",
        ),
        pytest.param(
            """
            class TestUsers:
                @pytest.fixture
                async def user(self, session, user):
                    await session.refresh(user)
                    return user

                async def test_it(self, user):
                    user.name

            async def test_it(user):
                user.«name»
            """,
            id="of a class",
        ),
        pytest.param(
            """
            @pytest.fixture
            def user():
                raise NotImplementedError("see the plugins")

            async def test_it(user):
                user.name
            """,
            id="one that fails",
        ),
        pytest.param(
            """
            @pytest.fixture
            def user(other):
                return other

            @pytest.fixture
            def other(user):
                return user

            async def test_it(user):
                user.name
            """,
            id="a circle",
        ),
    ],
)
def test_fixture(check_files: CheckFiles, source: str) -> None:
    test = HEADER + textwrap.dedent(source)
    check_files({"conftest.py": CONFTEST, "tests/test_users.py": test})


def test_only_in_files_of_tests(check_files: CheckFiles) -> None:
    source = HEADER + "async def test_it(user):\n    user.name\n"
    check_files({"conftest.py": CONFTEST, "health.py": source})


def test_nearer_conftest(check_files: CheckFiles) -> None:
    nearer = "import pytest\n\n@pytest.fixture\ndef user(mystery):\n    return mystery\n"
    source = HEADER + "async def test_it(user):\n    user.{}\n"
    check_files(
        {
            "conftest.py": CONFTEST,
            "a/conftest.py": nearer,
            "a/test_users.py": source.format("name"),
            "b/test_users.py": source.format("«name»"),
        }
    )


def test_imported_into_a_conftest(check_files: CheckFiles) -> None:
    source = HEADER + "async def test_it(user):\n    user.«name»\n"
    for text in ("from fixtures import *", "from fixtures import session, user"):
        files = {"fixtures.py": CONFTEST, "conftest.py": text, "test_users.py": source}
        check_files(files)


def test_plugin_of_a_conftest(check_files: CheckFiles) -> None:
    source = HEADER + "async def test_it(user):\n    user.«name»\n"
    conftest = 'pytest_plugins = ["fixtures"]\n'
    check_files({"fixtures.py": CONFTEST, "conftest.py": conftest, "test_users.py": source})


WITHOUT_SESSION = (
    HEADER
    + """\
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


@pytest.fixture
async def order(session: AsyncSession):
    user = User(name="Ada")
    session.add(user)
    await session.flush()
    order = Order(title="tea", user_id=user.id)
    session.add(order)
    await session.flush()
    assert order.user is user
    return order


"""
)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            """
            async def test_it(session: AsyncSession, order: Order):
                other = Order(title="rum", user_id=order.user_id)
                session.add(other)
                await session.flush()
                other.user
            """,
            id="one session for all that ask",
        ),
        pytest.param(
            """
            async def test_it(another_session: AsyncSession, order: Order):
                other = Order(title="rum", user_id=order.user_id)
                another_session.add(other)
                await another_session.flush()
                other.«GRN007:user»
            """,
            id="another one by another name",
        ),
        pytest.param(
            """
            @pytest.mark.parametrize("session", [1, 2])
            async def test_it(session: AsyncSession, order: Order):
                other = Order(title="rum", user_id=order.user_id)
                session.add(other)
                await session.flush()
                other.«GRN007:user»
            """,
            id="no fixture but a parameter",
        ),
    ],
)
def test_a_fixture_of_which_nobody_knows_more_than_its_type(
    check_files: CheckFiles, source: str
) -> None:
    check_files({"test_it.py": WITHOUT_SESSION + textwrap.dedent(source)})


APPLICATION = """\
from models import Order, User


def buyer(order: Order):
    return order.user.name


def count(user: User):
    return len(user.orders)
"""


def test_what_the_rows_of_a_test_decide(check_files: CheckFiles) -> None:
    source = """\
from application import buyer, count
from database import Session
from models import Order, User
from sqlalchemy import select


async def {name}():
    async with Session() as session:
        order = (await session.scalars(select(Order))).one()
        {buyer}
        user = (await session.scalars(select(User))).one()
        {count}
        await session.commit()
        {expired}


async def {name}_itself():
    async with Session() as session:
        order = (await session.scalars(select(Order))).one()
        order.{user}
"""
    told = {
        "buyer": "«GRN007:buyer(order)»",
        "count": "«GRN007:count(user)»",
        "user": "«GRN007:user»",
        "expired": "«GRN009:count(user)»",
    }
    check_files(
        {
            "application.py": APPLICATION,
            "program.py": source.format(name="main", **told),
            "test_it.py": source.format(name="test_it", **{**told, "buyer": "buyer(order)"}),
        }
    )
