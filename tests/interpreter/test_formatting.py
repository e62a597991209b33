"""Text and representations: which of a class's methods formatting runs."""

from __future__ import annotations

import pytest

from interpreter.conftest import Check

ACCOUNT = """\
class Account(User):
    def __str__(self):
        return self.name

    def __repr__(self):
        return "an account"

async def account(session):
    return (await session.scalars(select(Account))).one()

"""


def program(line: str) -> str:
    return f"""\
        {ACCOUNT.replace(chr(10), chr(10) + " " * 8)}
        async def main():
            async with Session() as session:
                user = await account(session)
                await session.commit()
                print({line})
    """


@pytest.mark.parametrize(
    "line",
    [
        "«str»(user)",
        "«format»(user)",
        "f'{«user»}'",
        "f'{«user»!s:>10}'",
        "«'%s' % user»",
        "«'%d %s' % (1, user)»",
        "'{}'.«format»(user)",
        "'{1} {u}'.«format»(1, 2, u=user)",
        "'{u.name}'.«format»(u=user)",
    ],
)
def test_it_asks_for_text(check: Check, line: str) -> None:
    check(program(line))


@pytest.mark.parametrize(
    "line",
    [
        "repr(user)",
        "f'{user!r} {user!a}'",
        "f'{[user]} {(user,)} { {1: user} }'",
        "'%r' % user",
        "'%s' % [user]",
        "'%(a)s' % {'a': 1, 'user': user}",
        "'{!r}'.format(user)",
        "[user]",
    ],
)
def test_it_asks_for_a_representation(check: Check, line: str) -> None:
    check(program(line))


def test_a_list_represents_what_is_in_it(check: Check) -> None:
    check("""\
        class Account(User):
            def __repr__(self):
                return self.name

        async def main():
            async with Session() as session:
                accounts = (await session.scalars(select(Account))).all()
                await session.commit()
                print(f"{«accounts»}")
    """)


def test_a_list_that_holds_itself(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                loop = [user]
                loop.append(loop)
                await session.commit()
                print(repr(loop), user.«name»)
    """)


def test_a_generator_expression_runs_as_it_is_gone_through(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                users = (await session.scalars(select(User))).all()
                names = (user.«name» for user in users)
                await session.commit()
                for name in names:
                    print(name)
    """)


def test_a_generator_expression_that_nobody_goes_through(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                users = (await session.scalars(select(User))).all()
                names = (user.name for user in users)
                await session.commit()
    """)
