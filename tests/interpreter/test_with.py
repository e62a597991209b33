"""`with` blocks and generators: the consumer's body runs where the generator yields."""

from __future__ import annotations

import textwrap

import pytest

from interpreter.conftest import Check, CheckFiles


def test_what_a_manager_made_of_a_generator_yields(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def loaded():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                yield user

        async def main():
            async with loaded() as user:
                print(user.«name»)
    """)


def test_code_after_the_yield_runs_after_the_block(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def committing(session):
            yield session
            await session.commit()

        async def main():
            async with Session() as outer:
                async with committing(outer) as session:
                    user = await fetch(session)
                    print(user.name)
                print(user.«name»)
    """)


def test_code_after_the_yield_runs_before_a_return_is_over(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def committing(session):
            yield session
            await session.commit()

        async def load(outer):
            async with committing(outer) as session:
                return await fetch(session)

        async def main():
            async with Session() as session:
                user = await load(session)
                print(user.«name»)
    """)


def test_finally_around_the_yield(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def committing(session):
            try:
                yield
            finally:
                await session.commit()

        async def main():
            async with Session() as session:
                async with committing(session):
                    user = await fetch(session)
                print(user.«name»)
    """)


def test_commit_in_the_else_of_a_try_around_the_yield(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def unit(session):
            try:
                yield session
            except Exception:
                await session.rollback()
                raise
            else:
                await session.commit()

        async def main():
            async with Session() as outer:
                async with unit(outer) as session:
                    user = await fetch(session)
                    print(user.name)
                print(user.«name»)
    """)


def test_two_yields_on_two_branches(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def unit(session, fast):
            if fast:
                yield
            else:
                yield
                await session.commit()

        async def quick():
            async with Session() as session:
                async with unit(session, True):
                    user = await fetch(session)
                print(user.name)

        async def slow():
            async with Session() as session:
                async with unit(session, False):
                    user = await fetch(session)
                print(user.«name»)
    """)


def test_an_object_of_a_closed_session_is_detached(check: Check) -> None:
    """What happens then is a DetachedInstanceError."""
    check("""\
        @asynccontextmanager
        async def committing():
            async with Session() as session:
                yield session
                await session.commit()

        async def main():
            async with committing() as session:
                user = await fetch(session)
            print(user.name)
    """)


def test_a_return_in_the_block_skips_what_follows_it(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def scope():
            async with Session() as session:
                yield session

        async def main(flag):
            async with scope() as session:
                user = await fetch(session)
                if flag:
                    await session.commit()
                    return
            print(user.name)
    """)


def test_break_and_continue_leave_the_block(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def scope(session):
            yield
            await session.commit()

        async def main(items):
            async with Session() as session:
                user = await fetch(session)
                while True:
                    async with scope(session):
                        break
                print(user.«name»)

        async def again(items):
            async with Session() as session:
                user = await fetch(session)
                for item in items:
                    async with scope(session):
                        continue
                    await session.refresh(user)
                    return
                print(user.«name»)
    """)


def test_a_return_is_not_forgotten_among_many_conditions(check: Check) -> None:
    """More paths meet than are kept apart."""
    check("""\
        @asynccontextmanager
        async def unit(session):
            yield
            mystery()

        async def main(leave, first, second):
            async with Session() as session:
                user = await fetch(session)
                async with unit(session):
                    if first:
                        mystery()
                    if second:
                        mystery()
                    if leave:
                        await session.commit()
                        return
                if first:
                    mystery()
                if second:
                    mystery()
                print(user.name)
    """)


def test_two_managers_in_one_statement(check: Check) -> None:
    check("""\
        @asynccontextmanager
        async def first(session):
            yield
            await session.commit()

        @asynccontextmanager
        async def second(session, user):
            yield
            print(user.name)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                async with first(session), second(session, user):
                    print(user.name)
                print(user.«name»)
    """)
    check("""\
        @asynccontextmanager
        async def first(user):
            yield
            print(user.«name»)

        @asynccontextmanager
        async def second(session):
            yield
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                async with first(user), second(session):
                    print(user.name)
    """)


def test_a_plain_context_manager(check: Check) -> None:
    check("""\
        @contextmanager
        def holding(user):
            yield user

        async def main():
            async with Session() as session:
                with holding(await fetch(session)) as user:
                    await session.commit()
                    print(user.«name»)
    """)


@pytest.mark.parametrize("way_out", ["pass", "return"])
def test_a_method_that_is_a_context_manager(check: Check, way_out: str) -> None:
    check(f"""\
        class Service:
            def __init__(self, session):
                self.session = session

            @asynccontextmanager
            async def transaction(self):
                yield
                await self.session.commit()

            async def rename(self, user):
                async with self.transaction():
                    user.name = "Ada"
                    {way_out}

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await Service(session).rename(user)
                print(user.«name»)
    """)


def test_a_class_with_enter_and_exit(check: Check) -> None:
    check("""\
        class Unit:
            async def __aenter__(self):
                self.session = Session()
                return self

            async def __aexit__(self, *exception):
                await self.session.commit()

        async def main():
            async with Unit() as unit:
                user = await fetch(unit.session)
                print(user.name)
            print(user.«name»)
    """)


@pytest.mark.parametrize(
    "way_out, read",
    [
        ("return True", "«name»"),
        ("return kind is not None", "«name»"),
        ("return False", "name"),
        ("return None", "name"),
        ("return error is None", "name"),
        ("pass", "name"),
    ],
)
def test_an_exit_that_swallows_what_was_raised(check: Check, way_out: str, read: str) -> None:
    check(f"""\
        class Attempt:
            async def __aenter__(self):
                return self

            async def __aexit__(self, kind, error, trace):
                {way_out}

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                async with Attempt():
                    raise ValueError
                print(user.{read})
    """)


@pytest.mark.parametrize("test", ["kind is not None", "error", "isinstance(error, ValueError)"])
def test_an_exit_knows_whether_something_was_raised(check: Check, test: str) -> None:
    check(f"""\
        class Unit:
            def __init__(self, session):
                self.session = session

            async def __aenter__(self):
                return self

            async def __aexit__(self, kind, error, trace):
                if {test}:
                    await self.session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                async with Unit(session):
                    pass
                print(user.name)
    """)


ENTERED_BY_HAND = """\
    @asynccontextmanager
    async def opened():
        async with Session() as session:
            yield session

    class Opened:
        def __init__(self):
            self.session = Session()

        async def __aenter__(self):
            return await self.session.__aenter__()

        async def __aexit__(self, *exception):
            return await self.session.__aexit__(*exception)

    async def main():
        manager = {manager}
        session = await manager.__aenter__()
        try:
            user = await fetch(session)
            await session.commit()
            print(user.«name»)
        finally:
            await manager.__aexit__(None, None, None)
"""


@pytest.mark.parametrize("manager", ["opened()", "Opened()", "Session()", "Session.begin()"])
def test_a_manager_that_is_entered_by_hand(check: Check, manager: str) -> None:
    check(ENTERED_BY_HAND.replace("{manager}", manager))


def test_a_manager_that_is_left_by_hand(check: Check) -> None:
    check("""\
        async def main():
            session = Session()
            user = await fetch(session)
            manager = session.begin()
            await manager.__aenter__()
            print(user.name)
            await manager.__aexit__(None, None, None)
            print(user.«name»)
    """)
    check("""\
        async def main():
            session = Session()
            user = await fetch(session)
            await session.commit()
            await session.__aexit__(None, None, None)
            print(user.name)  # is detached, which is another error
    """)


def test_a_class_that_gives_out_a_session(check: Check) -> None:
    check("""\
        class Opening:
            async def __aenter__(self):
                self.session = Session()
                return self.session

            async def __aexit__(self, kind, error, trace):
                await self.session.close()

        async def main():
            async with Opening() as session:
                user = await fetch(session)
                await session.commit()
                print(user.«name»)
    """)


def test_a_manager_from_elsewhere_gives_nobody_knows_what(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        async with mystery() as user:
            print(user.name)
        with mystery() as (user, other):
            print(user.name)
    """)


def test_a_loop_over_a_generator(check: Check) -> None:
    check("""\
        async def users(session):
            for user in (await session.scalars(select(User))).all():
                yield user

        async def main():
            async with Session() as session:
                async for user in users(session):
                    print(user.«name»)
                    await session.commit()

        async def again():
            async with Session() as session:
                async for user in users(session):
                    print(user.name)
    """)


def test_a_generator_that_commits_between_its_yields(check: Check) -> None:
    check("""\
        async def ticks(session):
            yield 1
            await session.commit()
            yield 2

        async def main():
            async with Session() as session:
                user = await fetch(session)
                async for tick in ticks(session):
                    print(user.«name»)
    """)


def test_break_leaves_a_generator_where_it_is(check: Check) -> None:
    check("""\
        async def ticks(session):
            yield 1
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                async for tick in ticks(session):
                    break
                print(user.name)
    """)


def test_a_plain_generator(check: Check) -> None:
    check("""\
        def pairs(user):
            yield 1, user
            yield 2, user

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                for number, one in pairs(user):
                    print(one.«name»)
    """)


def test_a_generator_that_nobody_consumes_does_not_run(check: Check) -> None:
    check("""\
        def reading(user):
            print(user.name)
            yield

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                reading(user)
    """)


@pytest.mark.parametrize("consumer", ["', '.join({})", "dict({})", "dict({}, more=1)"])
def test_who_goes_through_a_generator(check: Check, consumer: str) -> None:
    check(f"""\
        def pairs(user):
            yield user.«name», user

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                {consumer.format("pairs(user)")}
    """)


@pytest.mark.parametrize(
    "pairs", ["zip([1], users)", "((1, user) for user in users)", "[(1, users[0])]"]
)
def test_a_dict_of_pairs_has_their_second_halves(check: Check, pairs: str) -> None:
    check(f"""\
        async def main():
            async with Session() as session:
                users = (await session.scalars(select(User))).all()
                by_id = dict({pairs})
                await session.commit()
                print(by_id[1].«name»)
    """)


def test_a_generator_reads_when_it_is_consumed(check: Check) -> None:
    check("""\
        def reading(user):
            print(user.«name»)
            yield

        async def main():
            async with Session() as session:
                user = await fetch(session)
                lazy = reading(user)
                await session.commit()
                list(lazy)
    """)


DEPENDENCIES = """\
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession

from database import Session


async def get_session():
    async with Session() as session:
        yield session


async def get_committed():
    async with Session() as session:
        yield session
        await session.commit()


SessionDep = Annotated[AsyncSession, Depends(get_session)]
"""


@pytest.mark.parametrize(
    "parameter",
    [
        "session: SessionDep",
        "session: AsyncSession = Depends(get_session)",
        "session=Depends(get_session)",
        "session: Annotated[AsyncSession, Depends(get_session)]",
        "session: AsyncSession = Depends(get_committed)",
        "*, session: SessionDep",
    ],
)
def test_a_yield_dependency(check_files: CheckFiles, parameter: str) -> None:
    check_files(
        {
            "dependencies.py": DEPENDENCIES,
            "main.py": f"""\
                from typing import Annotated

                from fastapi import APIRouter, Depends
                from sqlalchemy import select
                from sqlalchemy.ext.asyncio import AsyncSession

                from dependencies import SessionDep, get_committed, get_session
                from models import User

                router = APIRouter()


                @router.get("/users")
                async def users({parameter}):
                    user = (await session.scalars(select(User))).one()
                    print(user.name)
                    await session.commit()
                    return {{"name": user.«name»}}
            """,
        }
    )


def test_code_after_a_yield_of_a_dependency_runs_after_the_response(
    check_files: CheckFiles,
) -> None:
    check_files(
        {
            "dependencies.py": DEPENDENCIES,
            "main.py": """\
                from fastapi import APIRouter, Depends
                from sqlalchemy import select

                from dependencies import get_committed
                from models import User

                router = APIRouter()


                @router.get("/users")
                async def users(session=Depends(get_committed)):
                    user = (await session.scalars(select(User))).one()
                    return {"name": user.name}
            """,
        }
    )


def test_a_dependency_loads_what_the_route_reads(check_files: CheckFiles) -> None:
    check_files(
        {
            "dependencies.py": DEPENDENCIES,
            "main.py": """\
                from typing import Annotated

                from fastapi import APIRouter, Depends
                from sqlalchemy import select
                from sqlalchemy.orm import selectinload

                from dependencies import SessionDep
                from models import User

                router = APIRouter()


                async def bare(session: SessionDep) -> User:
                    return (await session.scalars(select(User))).one()


                async def full(session: SessionDep) -> User:
                    statement = select(User).options(selectinload(User.orders))
                    return (await session.scalars(statement)).one()


                @router.get("/bare")
                async def of_bare(user: Annotated[User, Depends(bare)]):
                    return len(user.«GRN007:orders»)


                @router.get("/full")
                async def of_full(user: Annotated[User, Depends(full)]):
                    return len(user.orders)
            """,
        }
    )


_YIELDING = """\
class Database:
    def __init__(self, make) -> None:
        self.make = make

    @asynccontextmanager
    async def session(self) -> {annotation}:
        async with self.make() as session:
            {body}


"""


@pytest.mark.parametrize(
    "annotation",
    [
        "AsyncIterator[AsyncSession]",
        '"AsyncGenerator[AsyncSession, None]"',
        "AsyncSession",
    ],
)
def test_what_is_yielded_is_what_the_annotation_says(check: Check, annotation: str) -> None:
    check(
        "from collections.abc import AsyncGenerator, AsyncIterator\n\n"
        + _YIELDING.format(annotation=annotation, body="yield session")
        + textwrap.dedent("""\
        async def main(database: Database):
            async with database.session() as session:
                user = await fetch(session)
                print(user.«GRN007:orders»)
        """)
    )


@pytest.mark.parametrize("body", ["yield session", "kept = yield session"])
def test_whose_session_ends_with_the_block_nobody_knows(check: Check, body: str) -> None:
    check(
        "from collections.abc import AsyncIterator\n\n"
        + _YIELDING.format(annotation="AsyncIterator[AsyncSession]", body=body)
        + textwrap.dedent("""\
        async def main(database: Database):
            async with database.session() as session:
                user = await fetch(session)
                await session.commit()
                print(user.name)
            print(user.name, user.orders)

        async def load(database: Database):
            async with database.session() as session:
                return await fetch(session)

        async def other(database: Database):
            user = await load(database)
            print(user.name, user.orders)
        """)
    )


def test_an_annotated_element_of_an_iterable(check: Check) -> None:
    check("""\
        from collections.abc import Iterable

        def users(found) -> Iterable[User]:
            for user in found:
                yield user

        async def main(session: AsyncSession):
            for user in users(mystery()):
                print(user.name, user.orders)
                session.add(user)
                session.expire(user)
                print(user.«GRN010:name»)
    """)


@pytest.mark.parametrize(
    "manager",
    [
        "contextlib.AbstractAsyncContextManager",
        "typing.AsyncContextManager",
    ],
)
def test_a_manager_that_only_an_annotation_tells(check: Check, manager: str) -> None:
    check(f"""\
        import contextlib
        import typing

        class Factory(typing.Protocol):
            def __call__(self) -> {manager}[AsyncSession]: ...

        async def main(factory: Factory):
            async with factory() as session:
                user = await fetch(session)
                print(user.«GRN007:orders»)
                await session.commit()
                print(user.name)
            print(user.name)

        async def outside(factory: Factory):
            async with factory() as session:
                user = await fetch(session)
            print(user.orders)
    """)
