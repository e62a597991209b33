"""Coroutines of a session: who lacks the `await`, and whose they are."""

from __future__ import annotations

import pytest

from .conftest import Check, CheckFiles


@pytest.mark.parametrize(
    "statement",
    [
        "_ = session.«GRN002:commit»()",
        "done: object = session.«GRN002:commit»()",
        "[each.«GRN002:commit»() for each in (session, other)]",
        "{each.«GRN002:commit»() for each in (session, other)}",
        "session.«GRN002:commit»(), session.«GRN002:close»()",
        "flag and session.«GRN002:commit»()",
        "flag or session.«GRN002:commit»()",
        "flag and other and session.«GRN002:commit»()",
        "session.«GRN002:commit»() if flag else session.«GRN002:rollback»()",
        "taken = session.«GRN002:scalar»(select(User))\nif taken is not None:\n    print(flag)",
        "if session.«GRN002:scalar»(select(User)) is None:\n    print(flag)",
        "print(int(session.«GRN002:scalar»(select(User.id))))",
        "session.add(session.«GRN002:get»(User, 1))",
        "await session.refresh(session.«GRN002:get»(User, 1))",
        "await session.get(User, session.«GRN002:scalar»(select(User.id)))",
        "await session.get(User, ident=session.«GRN002:scalar»(select(User.id)))",
        "print(select(User).where(User.id == session.«GRN002:scalar»(select(User.id))))",
        "session.add(User(name=session.«GRN002:scalar»(select(User.name))))",
        "(await session.get_one(User, 1)).name = session.«GRN002:scalar»(select(User.name))",
        "nested = await session.begin_nested()\nnested.«GRN002:commit»()",
        "await (await session.connection()).begin()",
        "(await session.connection()).«GRN002:begin»()",
        "engine.«GRN002:begin»()",
        "engine.«GRN002:connect»()",
        "await engine.«GRN002:connect»().execute(select(User))",
        "await engine.connect()",
        "begun = await (await session.connection()).begin()\nbegun.«GRN002:commit»()",
    ],
)
def test_a_coroutine_that_nobody_awaits(check: Check, statement: str) -> None:
    lines = "\n".join(f"            {line}" for line in statement.splitlines())
    check(
        f"""
        from database import engine


        async def main(session: AsyncSession, other: AsyncSession, flag):
{lines}
        """
    )


@pytest.mark.parametrize(
    "statement",
    [
        "coroutine = session.commit()\nif coroutine:\n    await coroutine",
        "coroutine = session.commit() if flag else None\nif coroutine:\n    keep(coroutine)",
        "coroutine = session.commit()\nif coroutine is not None:\n    await coroutine",
        "coroutine = session.commit()\ncoroutine.close()",
        "coroutine = session.commit()\ndel coroutine",
        "coroutine = session.commit()\nprint(locals())",
        "coroutine = session.commit()\n\nasync def work():\n    await coroutine\nawait work()",
        "flag and await session.commit()",
        "await session.commit() if flag else None",
        "await (session.commit() if flag else session.rollback())",
        (
            "result = session.execute(select(User))\n"
            "if hasattr(result, '__await__'):\n    result = await result\nprint(result.all())"
        ),
        (
            "result = session.execute(select(User))\n"
            "if isinstance(result, Awaitable):\n    result = await result\nprint(result.all())"
        ),
        (
            "result = session.execute(select(User))\n"
            "if isawaitable(result):\n    result = await result\nprint(result.all())"
        ),
        "task = asyncio.create_task(session.commit())",
        "unread = await session.get(User, 1)",
    ],
)
def test_a_coroutine_that_is_somebodys(check: Check, statement: str) -> None:
    lines = "\n".join(f"            {line}" for line in statement.splitlines())
    check(
        f"""
        from collections.abc import Awaitable
        from inspect import isawaitable


        async def main(session: AsyncSession, flag, keep):
{lines}
        """
    )


def test_a_session_of_either_kind(check: Check) -> None:
    check(
        """
        from inspect import isawaitable

        from sqlalchemy.orm import Session as Plain


        async def main(session: AsyncSession | Plain):
            result = session.execute(select(User))
            if isawaitable(result):
                result = await result
            return result.scalars().all()
        """
    )


def test_who_drops_what_a_plain_function_returns(check: Check) -> None:
    check(
        """
        def save(session: AsyncSession, user: User):
            session.add(user)
            return session.commit()


        def hand_on(session: AsyncSession, user: User):
            return save(session, user)


        def find(session: AsyncSession):
            return session.scalars(select(User))


        async def wrong(session: AsyncSession, user: User):
            «GRN002:save»(session, user)
            «GRN002:hand_on»(session, user)
            commit = lambda: session.commit()
            «GRN002:commit»()
            return «GRN002:find»(session).all()


        def hopeless(session: AsyncSession, user: User):
            «GRN004:save»(session, user)


        async def right(session: AsyncSession, user: User):
            await save(session, user)
            await hand_on(session, user)
            return (await find(session)).all()
        """
    )


def test_a_coroutine_function_that_returns_one(check: Check) -> None:
    """Its caller awaits what it should; the function itself does not."""
    check(
        """
        async def save(session: AsyncSession, user: User):
            session.add(user)
            return session.«GRN002:commit»()


        async def main(session: AsyncSession, user: User):
            await save(session, user)
        """
    )


def test_the_caller_may_stand_in_another_file(check_files: CheckFiles) -> None:
    check_files(
        {
            "store.py": """\
                from sqlalchemy.ext.asyncio import AsyncSession


                class Store:
                    def __init__(self, session: AsyncSession):
                        self.session = session

                    def save(self):
                        return self.session.commit()
            """,
            "main.py": """\
                from store import Store
                from database import Session


                async def main():
                    async with Session() as session:
                        store = Store(session)
                        store.«GRN002:save»()
                        await store.save()
            """,
        }
    )


def test_the_top_of_a_notebook_may_await(check: Check) -> None:
    check(
        """
        async with Session() as session:
            users = (await session.scalars(select(User))).all()
            names = [(await session.get_one(User, key)).name for key in (1, 2)]
            async for user in await session.stream_scalars(select(User)):
                print(user.id)
        """
    )


@pytest.mark.parametrize(
    "body",
    [
        "db.add(thing)\n    db.«GRN002:commit»()",
        "db.add(thing)\n    db.«GRN002:flush»()\n    db.«GRN002:refresh»(thing)",
        "await db.get(User, 1)\n    db.«GRN002:rollback»()",
        "await db.execute(select(User))\n    db.«GRN002:commit»()",
        "db.add(User())\n    done = db.«GRN002:commit»()",
        "db.add(thing)\n    db.commit('with a message')",
        "db.delete(thing)\n    db.commit()",
        "db.merge(thing)\n    db.commit()",
        "db.refresh(thing)",
        "db.delete(thing)\n    db.execute()",
        "db.add(thing)\n    db.execute()",
        "db.add(thing)\n    db.users.add(thing)\n    db.commit()",
        "db.add(thing)\n    db.send(thing)\n    db.flush()",
    ],
)
def test_what_an_untyped_receiver_must_look_like(check: Check, body: str) -> None:
    check(f"\nasync def main(db, thing):\n    {body}\n")
