"""Loops and their turns."""

from __future__ import annotations

import pytest

from interpreter.conftest import Check

MANY = "users = (await session.scalars(select(User))).all()\n"


@pytest.mark.parametrize("source", ["named", "list(named)", "sorted(named)"])
def test_a_list_that_something_was_put_into_has_a_turn(check_body: Check, source: str) -> None:
    check_body(f"""\
        named = [each for each in items]
        named.append(1)
        await session.commit()
        for each in {source}:
            await session.refresh(user)
        print(user.name)
    """)


def test_the_next_turn_sees_what_this_one_did(check_body: Check) -> None:
    check_body("""\
        for item in items:
            print(user.«name»)
            await session.commit()
    """)


def test_a_turn_that_mends_at_its_end(check_body: Check) -> None:
    check_body("""\
        for item in items:
            print(user.name)
            await session.commit()
            await session.refresh(user)
        print(user.name)
    """)


def test_a_loop_may_have_had_no_turn(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        for item in items:
            await session.refresh(user)
        print(user.«name»)
    """)


@pytest.mark.parametrize("empty", ["[]", "()", "{}", "''", "set()", "list()"])
def test_a_loop_over_nothing(check_body: Check, empty: str) -> None:
    check_body(f"""\
        for item in {empty}:
            await session.commit()
        print(user.name)
    """)


@pytest.mark.parametrize("some", ["[1]", "(1, 2)", "[flag, other]"])
def test_a_loop_that_surely_has_a_turn(check_body: Check, some: str) -> None:
    check_body(f"""\
        await session.commit()
        for item in {some}:
            await session.refresh(user)
        print(user.name)
    """)


def test_every_row_is_refreshed(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        await session.commit()
        for one in users:
            await session.refresh(one)
        for one in users:
            print(one.name)
    """)


def test_a_row_is_refreshed_in_its_turn_only(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        await session.commit()
        for one in users:
            print(one.«name»)
            await session.refresh(one)
            print(one.name)
    """)


def test_some_rows_are_refreshed(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        await session.commit()
        for one in users:
            if flag:
                await session.refresh(one)
        for one in users:
            print(one.«name»)
    """)


def test_a_loop_that_was_left_early_has_not_refreshed_all(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        await session.commit()
        for one in users:
            await session.refresh(one)
            if mystery():
                break
        for one in users:
            print(one.«name»)
    """)


def test_a_commit_in_a_turn_expires_every_row(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        for one in users:
            one.name = "new"
            await session.commit()
            print(one.«name»)
    """)
    check_body(f"""\
        {MANY.strip()}
        for one in users:
            print(one.«name»)
            await session.commit()
    """)


def test_one_commit_after_the_loop(check_body: Check) -> None:
    check_body(f"""\
        {MANY.strip()}
        for one in users:
            one.name = one.name.title()
        await session.commit()
    """)


def test_break_takes_the_state_of_its_turn_along(check_body: Check) -> None:
    check_body("""\
        while True:
            if flag:
                await session.commit()
                break
        print(user.«name»)
    """)


def test_nothing_follows_an_endless_loop(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        while True:
            await mystery.sleep()
        print(user.name)
    """)


def test_continue_goes_to_the_next_turn(check_body: Check) -> None:
    check_body("""\
        for item in items:
            if item:
                await session.commit()
                continue
            print(user.«name»)
    """)
    check_body("""\
        for item in items:
            if item:
                await session.commit()
                await session.refresh(user)
                continue
            print(user.name)
    """)


def test_else_runs_unless_the_loop_was_left(check_body: Check) -> None:
    check_body("""\
        for item in items:
            if item:
                await session.commit()
                break
        else:
            print(user.name)
    """)
    check_body("""\
        await session.commit()
        for item in items:
            if item:
                await session.refresh(user)
                break
        else:
            await session.refresh(user)
        print(user.name)
    """)
    check_body("""\
        while flag:
            await session.commit()
        else:
            print(user.«name»)
    """)


def test_a_test_at_the_head_is_evaluated_every_turn(check_body: Check) -> None:
    check_body("""\
        while user.«name»:
            await session.commit()
    """)


def test_a_return_in_a_loop(check_body: Check) -> None:
    check_body("""\
        for item in items:
            await session.commit()
            return
        print(user.name)
    """)


def test_nested_loops(check_body: Check) -> None:
    check_body("""\
        for item in items:
            for part in item:
                print(user.«name»)
            await session.commit()
    """)
    check_body("""\
        for item in items:
            for part in item:
                if part:
                    break
                await session.commit()
                await session.refresh(user)
            print(user.name)
    """)


def test_a_retry_loop(check_body: Check) -> None:
    check_body("""\
        for attempt in range(3):
            try:
                await session.commit()
                break
            except mystery.Error:
                continue
        print(user.«name»)
    """)


@pytest.mark.parametrize(
    "loop",
    [
        "for one in users",
        "for _, one in enumerate(users)",
        "for one, _ in zip(users, items)",
        "for one in reversed(users)",
        "for one in list(users)",
        "for one in sorted(users)",
        "for one in [*users]",
        "for one in users[:3]",
        "for one in (u for u in users)",
        "for one in [u for u in users if u]",
        "for one in {u.id: u for u in users}.values()",
        "for one in set(users)",
        "for one in iter(users)",
        "for one in tuple(users)",
    ],
)
def test_ways_to_go_through_rows(check_body: Check, loop: str) -> None:
    check_body(f"""\
        {MANY.strip()}
        {loop}:
            await session.commit()
            print(one.«name»)
    """)


def test_comprehensions_have_names_of_their_own(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        print([user for user in items])
        print([user.name for user in items])
        print(user.«name»)
    """)


@pytest.mark.parametrize(
    "made",
    [
        "[u.«name» for u in [user]]",
        "{u.«name» for u in [user]}",
        "{1: u.«name» for u in [user]}",
        "{u.«name»: 1 for u in [user]}",
        "list(u.«name» for u in [user])",
        "sum(u.«id» for u in [user])",
        "[1 for _ in items if user.«name»]",
        "[x for u in [user] for x in u.«name»]",
        "[x async for x in mystery(user.«name»)]",
        "list(map(lambda u: u.«name», [user]))",
    ],
)
def test_comprehensions_read(check_body: Check, made: str) -> None:
    check_body(f"await session.commit()\nprint({made})\n")


@pytest.mark.parametrize("made", ["[u.name for u in []]", "[user.name for _ in ()]"])
def test_comprehensions_over_nothing(check_body: Check, made: str) -> None:
    check_body(f"await session.commit()\nprint({made})\n")


def test_a_target_lives_on(check_body: Check) -> None:
    check_body("""\
        for one in [user]:
            pass
        await session.commit()
        print(one.«name»)
    """)


def test_many_turns_of_many_branches_end_in_time(check_body: Check) -> None:
    body = "".join(
        f"        if item == {n}:\n            await session.commit()\n" for n in range(30)
    )
    check_body(
        "for item in items:\n    for part in item:\n" + body + "        print(user.«name»)\n"
    )


@pytest.mark.parametrize(
    "read",
    [
        "sorted(users, key=lambda one: one.name)",
        "max(users, key=lambda one: one.name)",
        "users[0].name",
        "[one.name for one in users]",
    ],
)
def test_there_is_nothing_in_a_list_that_a_loop_found_empty(check_body: Check, read: str) -> None:
    check_body(f"""\
        users = (await session.scalars(select(User).where(User.name == flag))).all()
        await session.commit()
        for each in users:
            await session.refresh(each)
        print({read})
    """)


def test_there_is_something_in_a_list_that_was_tested(check_body: Check) -> None:
    check_body("""\
        users = (await session.scalars(select(User).where(User.name == flag))).all()
        await session.commit()
        if users:
            for each in users:
                await session.refresh(each)
            print(users[0].name)
        print(users[0].name)
    """)


def test_a_list_that_was_found_empty_is_filled(check_body: Check) -> None:
    check_body("""\
        users = list((await session.scalars(select(User).where(User.name == flag))).all())
        await session.commit()
        for each in users:
            await session.refresh(each)
        for each in users:
            print(each.name)
        users.append(user)
        print([one.«name» for one in users])
    """)


def test_a_flag_is_the_same_in_every_turn(check_body: Check) -> None:
    check_body("""\
        for item in items:
            if flag:
                print(user.name)
            else:
                await session.commit()
    """)


def test_a_flag_that_changes_between_turns(check_body: Check) -> None:
    check_body("""\
        for item in items:
            if flag:
                print(user.«name»)
            else:
                await session.commit()
            flag = item
    """)


def test_the_flags_of_a_loop_are_forgotten_after_it(check_body: Check) -> None:
    check_body("""\
        for item in items:
            if not flag:
                await session.commit()
        print(user.«name»)
    """)


def test_there_is_something_in_a_table_of_which_a_row_is_there(check_body: Check) -> None:
    check_body("""\
        order = (await session.scalars(select(Order).where(Order.title == flag))).one()
        await session.commit()
        for each in (await session.scalars(select(Order))).all():
            await session.refresh(user)
        print(user.name)
    """)


def test_what_one_path_has_loaded_fills_no_table_on_the_others(check_body: Check) -> None:
    check_body("""\
        if flag:
            order = (await session.scalars(select(Order).where(Order.title == flag))).one()
        await session.commit()
        for each in (await session.scalars(select(Order))).all():
            await session.refresh(user)
        print(user.«name»)
    """)


def test_a_comprehension_over_what_is_known_one_by_one(check: Check) -> None:
    check("""\
        from sqlalchemy.orm import selectinload

        async def load(session, model, *names):
            options = [selectinload(getattr(model, name)) for name in names]
            return await session.scalar(select(model).options(*options))

        async def main():
            async with Session() as session:
                user = await load(session, User)
                order = await load(session, Order, "user")
                print(user.«GRN007:orders», order.user)
    """)
    check("""\
        async def main():
            async with Session() as session:
                first, second = [await session.get(User, key) for key in (1, 2)]
                await session.commit()
                await session.refresh(first)
                print(first.name, second.«name»)
    """)


@pytest.mark.parametrize("attempts", ["range(3)", "range(1, 4)", "range(first, last + 1)"])
@pytest.mark.parametrize("is_last", ["attempt == last", "attempt > last - 1", "attempt + 1 > last"])
def test_the_last_attempt_is_another_one(check: Check, attempts: str, is_last: str) -> None:
    last = 2 if attempts == "range(3)" else 3
    check(f"""\
        first, last = 1, {last}

        async def main():
            async with Session() as session:
                user = await fetch(session)
                for attempt in {attempts}:
                    try:
                        await session.refresh(user)
                        break
                    except Exception:
                        await session.rollback()
                        if {is_last}:
                            raise
                print(user.name)
    """)


@pytest.mark.parametrize("attempts", ["range(2)", "range(9)", "range(count)", "range(0, 8, 2)"])
def test_after_the_last_attempt(check: Check, attempts: str) -> None:
    check(f"""\
        async def main(count):
            async with Session() as session:
                user = await fetch(session)
                for attempt in {attempts}:
                    try:
                        await session.refresh(user)
                        break
                    except Exception:
                        await session.rollback()
                        if attempt == 2:
                            raise
                print(user.«GRN010:name»)
    """)


def test_no_attempt(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        for attempt in range(0):
            await session.refresh(user)
        print(user.«name»)
    """)


@pytest.mark.parametrize(
    "query",
    [
        "select(Order).where(Order.user_id == user.id)",
        "select(Order).where(Order.title == mystery())",
        "select(Order).join(mystery()).where(mystery() == user.id)",
    ],
)
def test_whose_rows_a_condition_picks_a_parameter_may_be(check: Check, query: str) -> None:
    check(f"""\
        async def main(session: AsyncSession, user: User):
            for order in await session.scalars({query}):
                print(order.user.name)
    """)


def test_a_parameter_is_not_whose_all_rows_of_a_table_are(check: Check) -> None:
    check("""\
        async def main(session: AsyncSession, user: User):
            for order in await session.scalars(select(Order)):
                print(order.«GRN007:user».name)

        async def own(session: AsyncSession, user: User):
            for order in await session.scalars(select(Order)):
                if order.user_id == user.id:
                    print(order.user.name)

        async def of_a_list(session: AsyncSession, users: list[User]):
            for user in users:
                print(user.name)
            for order in await session.scalars(select(Order)):
                print(order.user.name)

        async def of_a_dict(session: AsyncSession, users: dict[int, User]):
            for order in await session.scalars(select(Order)):
                print(order.user.name)

        async def one(session: AsyncSession, user: User):
            order = (await session.scalars(select(Order))).one()
            print(order.user.name)
    """)
