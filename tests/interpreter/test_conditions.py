"""Which paths a test lets through, and what is known on each side."""

from __future__ import annotations

import pytest

from interpreter.conftest import Check, CheckFiles


def test_either_branch_may_have_run(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
        print(user.«name»)
    """)


def test_both_branches_mend(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        if flag:
            await session.refresh(user)
        else:
            user = await fetch(session)
        print(user.name)
    """)


def test_one_of_three_branches_does_not_mend(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        if flag:
            await session.refresh(user)
        elif other:
            pass
        else:
            await session.refresh(user)
        print(user.«name»)
    """)


def test_a_branch_that_leaves_does_not_matter(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
            return
        print(user.name)
    """)


def test_a_branch_that_raises_does_not_matter(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
            raise ValueError(flag)
        print(user.name)
    """)


def test_unknown_on_one_branch_is_silent(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        if flag:
            mystery(user)
        print(user.name)
    """)


@pytest.mark.parametrize(
    "first, second",
    [
        ("flag", "flag"),
        ("flag is None", "flag is None"),
        ("flag is None", "not flag is not None"),
        ("flag == 1", "flag == 1"),
        ("flag.on", "flag.on"),
        ("not flag", "not flag"),
        ("flag", "not not flag"),
        ("flag and other", "flag and other"),
    ],
)
def test_the_same_test_twice_comes_out_alike(check_body: Check, first: str, second: str) -> None:
    check_body(f"""\
        if {first}:
            await session.commit()
        if {second}:
            await session.refresh(user)
        print(user.name)
    """)


@pytest.mark.parametrize(
    "first, second", [("flag", "not flag"), ("flag is None", "flag is not None")]
)
def test_opposite_tests_exclude_each_other(check_body: Check, first: str, second: str) -> None:
    check_body(f"""\
        if {first}:
            await session.commit()
        if {second}:
            print(user.name)
    """)
    check_body(f"""\
        if {first}:
            await session.commit()
        if {second}:
            return
        print(user.«name»)
    """)


def test_a_variable_that_was_bound_anew_may_come_out_otherwise(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
        flag = mystery()
        if not flag:
            print(user.«name»)
    """)


def test_calls_of_the_same_function_may_come_out_differently(check_body: Check) -> None:
    check_body("""\
        if mystery():
            await session.commit()
        if mystery():
            return
        print(user.«name»)
    """)


def test_a_flag_that_says_whether(check_body: Check) -> None:
    check_body("""\
        changed = False
        if mystery():
            await session.commit()
            changed = True
        if changed:
            await session.refresh(user)
        print(user.name)
    """)


def test_two_flags_together(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
        if other:
            await session.refresh(user)
        if flag and not other:
            return
        print(user.name)
    """)


@pytest.mark.parametrize("test", ["one", "one is not None", "one != None", "not one is None"])
def test_none_is_ruled_out_by_a_test(check_body: Check, test: str) -> None:
    check_body(f"""\
        one = user if flag else None
        await session.commit()
        if {test}:
            print(one.«name»)
        else:
            print(one.name)
    """)


def test_none_reads_nothing(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        one = user if flag else None
        if one is None:
            print(one.name)
        if not one:
            print(one.name)
    """)


@pytest.mark.parametrize("test", ["one", "one is not None", "one != None", "isinstance(one, User)"])
def test_narrowing_lasts_after_an_early_return(check_body: Check, test: str) -> None:
    check_body(f"""\
        one = await session.scalar(select(User))
        if not ({test}):
            return
        await session.commit()
        print(one.«name»)
    """)


def test_an_object_is_one_of_its_base_in_a_library(check_body: Check) -> None:
    check_body("""\
        from sqlalchemy.orm import DeclarativeBase
        if not isinstance(user, DeclarativeBase):
            await session.commit()
        print(user.name)
        if isinstance(user, (dict, DeclarativeBase)):
            await session.commit()
        print(user.«name»)
    """)


def test_an_object_of_a_model_is_one_of_its_bases(check_files: CheckFiles) -> None:
    check_files(
        {
            "tables.py": """\
                from pydantic import BaseModel
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlmodel import Field, SQLModel

                class Tool(SQLModel, table=True):
                    id: int = Field(primary_key=True)
                    name: str

                async def main(session: AsyncSession):
                    tool = await session.get_one(Tool, 1)
                    if not isinstance(tool, SQLModel) or not isinstance(tool, BaseModel):
                        session.expire(tool)
                    print(tool.name)
                    if isinstance(tool, BaseModel):
                        session.expire(tool)
                    print(tool.«GRN010:name»)
            """
        }
    )


def test_what_declarative_base_makes_is_no_declarative_base(check_files: CheckFiles) -> None:
    check_files(
        {
            "tables.py": """\
                from sqlalchemy import Column, Integer
                from sqlalchemy.ext.asyncio import AsyncSession
                from sqlalchemy.orm import DeclarativeBase, declarative_base

                Base = declarative_base()

                class Tool(Base):
                    __tablename__ = "tool"
                    id = Column(Integer, primary_key=True)
                    name = Column(Integer)

                async def main(session: AsyncSession):
                    tool = await session.get_one(Tool, 1)
                    if not isinstance(tool, DeclarativeBase):
                        session.expire(tool)
                    print(tool.«GRN010:name»)
            """
        }
    )


def test_nothing_is_in_what_is_empty(check_body: Check) -> None:
    check_body("""\
        kept = []
        if user in kept:
            await session.commit()
        print(user.name)
        kept.append(user)
        if user in kept:
            await session.commit()
        print(user.«name»)
    """)


@pytest.mark.parametrize("empty", ["()", "[]", "set()", "list()"])
def test_something_is_not_in_what_is_empty(check_body: Check, empty: str) -> None:
    check_body(f"""\
        await session.commit()
        if user not in {empty}:
            await session.refresh(user)
        print(user.name)
    """)


@pytest.mark.parametrize("item", ["user", "1"])
def test_something_may_be_in_a_list_of_the_module(check: Check, item: str) -> None:
    check(f"""\
        kept = []

        def keep(item):
            kept.append(item)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                if {item} in kept:
                    await session.commit()
                print(user.«name»)
    """)


def test_a_walrus_in_a_test(check_body: Check) -> None:
    check_body("""\
        if (one := await session.scalar(select(User))) is not None:
            await session.commit()
            print(one.«name»)
    """)


def test_assert_rules_out(check_body: Check) -> None:
    check_body("""\
        if flag:
            await session.commit()
        assert not flag
        print(user.name)
    """)


def test_assert_false_ends_the_path(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        assert False
        print(user.name)
    """)


def test_and_runs_its_right_side_only_if_the_left_holds(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        print(flag and user.«name»)
    """)
    check_body("""\
        await session.commit()
        print(None and user.name)
        print(True or user.name)
    """)


def test_a_right_side_that_may_not_have_run(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        flag and await session.refresh(user)
        print(user.«name»)
    """)


def test_a_conditional_expression(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        print(user.«name» if flag else user.«name»)
    """)
    check_body("""\
        await session.commit()
        print(user.name if False else 1)
    """)


def test_a_chained_comparison_reads_its_operands(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        print(1 < user.«id» < 5)
    """)


def test_many_independent_tests_end_in_time(check_body: Check) -> None:
    tests = "".join(
        f"if items[{n}]:\n    await session.commit()\nif items[{n}]:\n    mystery()\n"
        for n in range(40)
    )
    check_body(tests + "print(user.«name»)\n")


@pytest.mark.parametrize("pattern", ["1", "'a'", "None", "[]", "{}", "int()", "mystery.VALUE"])
def test_a_case_that_may_match(check_body: Check, pattern: str) -> None:
    check_body(f"""\
        match flag:
            case {pattern}:
                await session.commit()
        print(user.«name»)
    """)


def test_match_without_a_match_goes_on(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        match flag:
            case 1:
                await session.refresh(user)
        print(user.«name»)
    """)


def test_match_with_a_catch_all(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        match flag:
            case 1:
                await session.refresh(user)
            case _:
                return
        print(user.name)
    """)
    check_body("""\
        await session.commit()
        match flag:
            case 1 | 2:
                return
            case one:
                await session.refresh(user)
        print(user.name)
    """)


def test_match_with_a_guard(check_body: Check) -> None:
    check_body("""\
        match flag:
            case one if False:
                await session.commit()
        print(user.name)
    """)
    check_body("""\
        match flag:
            case one if one > 1:
                await session.commit()
        print(user.«name»)
    """)


def test_match_binds_its_names(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        match flag:
            case {"a": user, **rest}:
                print(user.name)
            case [user, *rest]:
                print(user.name)
            case Order(title=user):
                print(user.name)
            case user:
                print(user.name)
    """)
