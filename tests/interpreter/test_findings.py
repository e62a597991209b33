"""What is one finding, and what is another one."""

from __future__ import annotations

from interpreter.conftest import Check


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
