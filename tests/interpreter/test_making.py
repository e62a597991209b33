"""Instances that are handed in: what their `__init__` does is run when somebody looks at them."""

from __future__ import annotations

import pytest

from interpreter.conftest import Check

USERS = """
class Users:
    def __init__(self):
        self.session = Session()
        self.later = None

    def begin(self):
        self.later = Session()


class Service:
    def __init__(self, users: Users):
        self.users = users


"""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            """
            if flag:
                user = await fetch(users.session)
            else:
                user = await fetch(users.session)
            await users.session.commit()
            print(user.«name»)
            """,
            id="both paths look",
        ),
        pytest.param(
            """
            user = None
            if flag:
                user = await fetch(users.session)
            await users.session.commit()
            if user is not None:
                print(user.«name»)
            """,
            id="one path looks",
        ),
        pytest.param(
            """
            user = None
            if flag:
                pass
            else:
                user = await fetch(users.session)
            await users.session.commit()
            if user is not None:
                print(user.«name»)
            """,
            id="the other path looks",
        ),
        pytest.param(
            """
            for number in range(flag):
                user = await fetch(users.session)
                await users.session.commit()
                print(user.«name»)
            """,
            id="each turn of a loop looks",
        ),
        pytest.param(
            """
            mystery(users)
            user = await fetch(users.session)
            await users.session.commit()
            print(user.«name»)
            """,
            id="nobody knows who has looked before",
        ),
        pytest.param(
            """
            user = await fetch(users.later)
            await users.later.commit()
            print(user.name)
            """,
            id="another method may have filled it",
        ),
    ],
)
def test_an_instance_that_is_handed_in(check: Check, body: str) -> None:
    signature = "async def main(users: Users, flag):"
    check(USERS + signature + body.replace("\n            ", "\n    "))


def test_one_within_another(check: Check) -> None:
    check(
        USERS
        + """
async def main(service: Service, flag):
    if flag:
        user = await fetch(service.users.session)
    else:
        user = await fetch(service.users.session)
    await service.users.session.commit()
    print(user.«name»)
"""
    )


def test_what_it_does_has_happened_before(check: Check) -> None:
    """Neither is anything told of it where somebody looks, nor does a `try` around that place
    catch what it may have raised."""
    check(
        """
class Users:
    def __init__(self):
        mystery()
        self.session = Session()
        self.session.«GRN004:commit»()


async def main(users: Users):
    user = None
    try:
        session = users.session
        user = await fetch(session)
    except LookupError:
        return
    await session.commit()
    print(user.«name»)
"""
    )


def test_a_class_that_is_handed_itself(check: Check) -> None:
    check(
        """
class Node:
    def __init__(self, parent: Node):
        self.parent = parent.parent
        self.session = Session()


async def main(node: Node):
    user = await fetch(node.session)
    await node.session.commit()
    print(user.«name», node.parent.parent.session)
"""
    )
