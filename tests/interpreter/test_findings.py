"""What is one finding, and what is another one."""

from __future__ import annotations

import textwrap

from interpreter.conftest import HEADER, MODELS, Check, CheckFiles


def test_one_object_is_told_once(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession):
            order = (await session.scalars(select(Order).where(Order.id == 1))).one()
            print(order.«GRN007:user»)
            again = (await session.scalars(select(Order).where(Order.id == 1))).one()
            print(order.user, again.user)
    """)


def test_another_object_is_told_again(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession):
            first = (await session.scalars(select(Order).where(Order.title == "first"))).one()
            print(first.«GRN007:user»)
            other = (await session.scalars(select(Order).where(Order.title == "other"))).one()
            print(other.«GRN007:user»)
    """)


def test_another_object_may_be_the_one_that_was_loaded(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(session: AsyncSession):
            orders = (
                await session.scalars(select(Order).options(selectinload(Order.user)))
            ).all()
            other = (await session.scalars(select(Order).where(Order.title == "other"))).one()
            print(orders[0].user, other.user)
    """)


def test_what_a_loop_with_turns_has_loaded(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(names: list[str], key: int):
            async with Session() as session:
                query = select(User).where(User.id == key)
                for name in names:
                    user = (await session.scalars(query.options(selectinload(User.orders)))).one()
                user = (await session.scalars(query)).one()
                print(user.«GRN007:orders»)
    """)


def test_what_every_path_has_loaded(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(names: list[str], key: int):
            async with Session() as session:
                query = select(User).where(User.id == key)
                user = (await session.scalars(query.options(selectinload(User.orders)))).one()
                for name in names:
                    user = (await session.scalars(query)).one()
                user = (await session.scalars(query)).one()
                print(user.orders)
    """)


def test_a_row_of_an_empty_table(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import defer

        async def main(key: int):
            async with Session() as session:
                users = (await session.scalars(select(User))).all()
                for user in users:
                    print(user.name)
                for user in users:
                    print(user.name)
                query = select(User).where(User.id == key).options(defer(User.name))
                user = (await session.scalars(query)).one()
                print(user.name)
    """)


def test_a_row_of_a_table_that_was_empty(check: Check) -> None:
    check("""\
        from sqlalchemy import text
        from sqlalchemy.orm import defer

        async def main(key: int):
            async with Session() as session:
                users = (await session.scalars(select(User))).all()
                for user in users:
                    print(user.id)
                for user in users:
                    print(user.id)
                await session.execute(text("INSERT INTO users (name) VALUES ('ann')"))
                query = select(User).where(User.id == key).options(defer(User.name))
                user = (await session.scalars(query)).one()
                print(user.«GRN012:name»)
    """)


def test_what_a_callee_has_loaded_is_told_where_it_reads(check_files: CheckFiles) -> None:
    check_files(
        {
            "service.py": HEADER
            + textwrap.dedent("""\
                async def describe(session: AsyncSession, order: Order):
                    await session.refresh(order, ["user"])
                    print(order.user.«GRN007:orders»)
            """),
            "main.py": HEADER
            + textwrap.dedent("""\
                from service import describe

                async def main(session: AsyncSession):
                    await describe(session, (await session.scalars(select(Order))).one())
            """),
        }
    )


def test_what_a_callee_has_loaded_of_a_row_that_was_there(check_files: CheckFiles) -> None:
    check_files(
        {
            "service.py": HEADER
            + textwrap.dedent("""\
                from sqlalchemy.orm import joinedload

                async def describe(session: AsyncSession, key: int):
                    query = select(Order).where(Order.id == key).options(joinedload(Order.user))
                    order = (await session.scalars(query)).one()
                    print(order.user.«GRN007:orders»)
            """),
            "main.py": HEADER
            + textwrap.dedent("""\
                from service import describe
                from sqlalchemy.orm import joinedload

                async def main(session: AsyncSession, key: int):
                    order = await session.get(Order, key)
                    await describe(session, key)

                async def with_user(session: AsyncSession, key: int):
                    order = await session.get(Order, key, options=[joinedload(Order.user)])
                    «GRN007:await» describe(session, key)
            """),
        }
    )


def test_a_relationship_that_was_told_leads_back_to_what_has_expired(
    check_files: CheckFiles,
) -> None:
    check_files(
        {
            "models.py": MODELS.replace('="user")', '="user", lazy="joined")'),
            "main.py": HEADER
            + textwrap.dedent("""\
                async def main(user_id: int):
                    async with Session() as session:
                        order = Order(title="a", user_id=user_id)
                        session.add(order)
                        await session.commit()
                        print(order.«GRN007:user»)
                        print(order.«GRN009:title»)
            """),
        }
    )


def test_what_is_missing_for_two_reasons(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession, flag: bool):
            user = (await session.scalars(select(User))).one()
            if flag:
                await session.refresh(user, ["orders"])
                await session.rollback()
            print(user.«GRN010:name»)
            print(user.«GRN007:orders»)
    """)


def test_a_row_that_may_be_what_was_handed_in(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession, user: User, other_id: int):
            again = await session.get(User, user.id)
            print(again.orders)
            again = (await session.scalars(select(User).where(User.id == user.id))).one()
            print(again.orders)
            other = await session.get(User, other_id)
            print(other.«GRN007:orders»)
    """)


def test_a_key_that_is_named_after_what_was_handed_in(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession, user: User, user_id: int):
            user = await session.get(User, user_id)
            print(user.orders)
            await session.refresh(user)
            print(user.«GRN007:orders»)
    """)


def test_a_session_that_has_only_what_it_was_given(check: Check) -> None:
    check("""\
        async def main(user: User):
            async with Session() as session:
                again = await session.get(User, user.id)
                print(again.«GRN007:orders»)

        async def with_that_user(user: User):
            async with Session() as session:
                session.add(user)
                again = await session.get(User, user.id)
                print(again.orders)
    """)


def test_loading_a_collection_brings_back_what_is_in_it(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(key: int, done: bool):
            async with Session() as session:
                user = await session.get_one(User, key, options=[selectinload(User.orders)])
                for order in user.orders:
                    print(order.title)
                if done:
                    await session.commit()
                for order in user.«orders»:
                    print(order.title, order.user)
    """)


def test_a_column_that_was_told_brings_back_what_is_in_the_collections(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(key: int, failed: bool):
            async with Session() as session:
                user = await session.get_one(User, key, options=[selectinload(User.orders)])
                for order in user.orders:
                    print(order.title)
                if failed:
                    await session.rollback()
                print(user.«GRN010:name»)
                for order in user.orders:
                    print(order.title)
    """)


def test_a_column_that_was_told_brings_back_nothing_else(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(key: int, other_key: int, failed: bool):
            async with Session() as session:
                user = await session.get_one(User, key, options=[selectinload(User.orders)])
                order = await session.get_one(Order, other_key)
                print(user.orders)
                if failed:
                    await session.rollback()
                print(user.«GRN010:name», order.«GRN010:title»)
    """)


def test_loading_a_collection_brings_back_no_more_than_that(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def main(key: int, done: bool):
            async with Session() as session:
                user = await session.get_one(User, key, options=[selectinload(User.orders)])
                for order in user.orders:
                    session.expire(order)
                if done:
                    await session.commit()
                for order in user.«orders»:
                    print(order.«title»)
    """)


def test_what_had_expired_beside_what_the_database_makes(check: Check) -> None:
    check("""\
        from sqlalchemy import ForeignKey, func
        from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship
        from models import Base

        class Parcel(Base):
            __tablename__ = "parcels"
            id: Mapped[int] = mapped_column(primary_key=True)
            sign: Mapped[str]
            loud: Mapped[str] = column_property(func.upper(sign))
            quiet: Mapped[str] = column_property(func.lower(sign))
            user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
            user: Mapped[User] = relationship()

        async def main(session: AsyncSession, user_id: int):
            user = await session.get(User, user_id)
            query = select(Parcel).where(Parcel.user_id == user_id)
            parcel = (await session.scalars(query)).one()
            parcel.sign = "new"
            await session.flush()
            session.expire(parcel, ["user_id"])
            print(parcel.«GRN011:loud», parcel.quiet, parcel.user.id)
            parcel.sign = "newer"
            await session.flush()
            session.expire(parcel)
            print(parcel.«GRN011:quiet», parcel.sign)
    """)


PORTS = """\
    from typing import Protocol

    from models import User

    class Users(Protocol):
        async def get(self, key: int) -> User: ...
"""
ADAPTERS = """\
    from models import User

    class SqlUsers:
        def __init__(self, session):
            self.session = session

        async def get(self, key: int) -> User:
            return await self.session.get_one(User, key)
"""


def test_what_a_callee_cannot_know_is_told_at_the_call(check_files: CheckFiles) -> None:
    check_files(
        {
            "ports.py": PORTS,
            "adapters.py": ADAPTERS,
            "service.py": """\
                from ports import Users

                async def titles(users: Users) -> list[str]:
                    user = await users.get(1)
                    return list_of(user)

                def list_of(user) -> list[str]:
                    return [order.title for order in user.orders]
            """,
            "main.py": """\
                from adapters import SqlUsers
                from database import Session
                from service import titles

                async def main():
                    async with Session() as session:
                        print(«GRN007:await» titles(SqlUsers(session)))
            """,
        }
    )


def test_what_a_callee_knows_is_not_told_at_the_calls(check_files: CheckFiles) -> None:
    check_files(
        {
            "ports.py": PORTS,
            "adapters.py": ADAPTERS,
            "reading.py": """\
                from ports import Users

                async def titles(users: Users) -> list[str]:
                    user = await users.get(1)
                    return [order.title for order in user.orders]
            """,
            "service.py": """\
                from adapters import SqlUsers
                from reading import titles
                from sqlalchemy.ext.asyncio import AsyncSession

                async def report(session: AsyncSession) -> list[str]:
                    return «GRN007:await» titles(SqlUsers(session))
            """,
            "main.py": """\
                from database import Session
                from service import report

                async def main():
                    async with Session() as session:
                        print(await report(session))
            """,
        }
    )


def test_two_files_that_each_tell_the_other(check_files: CheckFiles) -> None:
    def reading(other: str) -> str:
        return f"""\
            from adapters import SqlUsers
            from sqlalchemy.ext.asyncio import AsyncSession
            from {other} import read as read_{other}

            async def read(session: AsyncSession, users) -> None:
                user = await users.get(1)
                print(user.orders)
                «GRN007:await» read_{other}(session, SqlUsers(session))
        """

    check_files(
        {"adapters.py": ADAPTERS, "first.py": reading("second"), "second.py": reading("first")}
    )
