"""`match`: what its patterns read, what they bind, which cases are reached."""

from __future__ import annotations

from interpreter.conftest import Check


def test_an_attribute_pattern_reads(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                match user:
                    case User(name=«"ann"»):
                        pass
    """)


def test_a_class_pattern_alone_reads_nothing(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                match user:
                    case User() as found:
                        print(found.«name»)
    """)


def test_another_class_is_not_asked_for_its_attributes(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                match user:
                    case mystery.Account(name="ann"):
                        pass
    """)


def test_match_args_name_what_positional_patterns_read(check: Check) -> None:
    check("""\
        class Guest(User):
            __match_args__ = ("id", "name")

        async def main():
            async with Session() as session:
                guest = (await session.scalars(select(Guest))).one()
                await session.commit()
                match guest:
                    case Guest(«1», "ann"):
                        pass
    """)


def test_what_a_pattern_binds_is_known(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                match [user, 1]:
                    case [User() as first, _]:
                        print(first.«name»)
    """)


def test_a_case_after_one_that_surely_matches_is_not_reached(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = await fetch(session)
                match "save":
                    case "load":
                        await session.commit()
                    case "save":
                        print(user.name)
                    case _:
                        await session.commit()
                print(user.name)
    """)


def test_a_guard_that_fails_goes_on_to_the_next_case(check: Check) -> None:
    check("""\
        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                match user:
                    case User() if flag:
                        print(user.name)
                    case _:
                        await session.commit()
                        print(user.«name»)
    """)


def test_alternatives_bind_what_either_matched(check: Check) -> None:
    check("""\
        async def main(message):
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                match {"user": user}:
                    case {"user": User() as found} | {"owner": found}:
                        print(found.«name»)
    """)
