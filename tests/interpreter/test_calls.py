"""Calls into the project: arguments, defaults, closures, coroutines, recursion."""

from __future__ import annotations

import textwrap

import pytest

from interpreter.conftest import HEADER, Check, CheckFiles

CALLER = """\


async def main(flag):
    async with Session() as session:
        user = await fetch(session)
        await session.commit()
        {call}
"""


def test_a_callee_commits(check: Check) -> None:
    check("""\
        async def save(session):
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await save(session)
                print(user.«name»)
    """)


def test_a_callee_refreshes(check: Check) -> None:
    check("""\
        async def reload(session, one):
            await session.refresh(one)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                await reload(session, user)
                print(user.name)
    """)


def test_a_coroutine_runs_when_it_is_awaited(check: Check) -> None:
    check("""\
        async def save(session):
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                saving = save(session)
                print(user.name)
                await saving
                print(user.«name»)
    """)


def test_a_coroutine_that_nobody_awaits_does_not_run(check: Check) -> None:
    check("""\
        async def save(session):
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                saving = save(session)
                print(user.name)
    """)


def test_what_a_callee_reads_is_told_there(check: Check) -> None:
    check("""\
        def show(one):
            print(one.«name»)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                show(user)
    """)


def test_a_parameter_is_the_callers_business(check: Check) -> None:
    check("""\
        async def show(session: AsyncSession, one: User) -> None:
            print(one.name, one.orders)

        def plain(one: User, many: list[User]):
            return [one.orders, *(each.orders for each in many)]
    """)


@pytest.mark.parametrize(
    "parameters, arguments",
    [
        ("one", "user"),
        ("one", "one=user"),
        ("other, one", "1, user"),
        ("other, one", "one=user, other=1"),
        ("other, /, one", "1, user"),
        ("*, one", "one=user"),
        ("one, other=None", "user"),
        ("other=None, one=None", "one=user"),
        ("other, one=None, *rest", "1, user, 2"),
        ("one", "*[user]"),
        ("one", "*(user,)"),
        ("one", "**{'one': user}"),
        ("one, **rest", "user, other=1"),
        ("one: User", "user"),
        ("one: 'User | None' = None", "user"),
    ],
)
def test_arguments_meet_their_parameters(check: Check, parameters: str, arguments: str) -> None:
    check(
        f"def show({parameters}):\n    print(one.«name»)\n"
        + CALLER.format(call=f"show({arguments})")
    )


@pytest.mark.parametrize(
    "parameters, reads, arguments",
    [
        ("*many", "many[0].«name»", "user"),
        ("*many", "[one.«name» for one in many]", "user, user"),
        ("**named", "named['one'].«name»", "one=user"),
        ("**named", "named.get('one').«name»", "one=user"),
        ("first, *many", "many[0].«name»", "1, user"),
        ("first, *many", "first", "user"),
        ("*many", "len(many)", "user"),
        ("*many", "many[0].name", "1"),
        ("**named", "named['other'].name", "one=user, other=flag"),
    ],
)
def test_collected_arguments(check: Check, parameters: str, reads: str, arguments: str) -> None:
    check(
        f"def show({parameters}):\n    print({reads})\n" + CALLER.format(call=f"show({arguments})")
    )


def test_arguments_are_passed_on(check: Check) -> None:
    check(
        "def show(one, *, loud=False):\n    print(one.«name»)\n\n\n"
        "def forward(*args, **kwargs):\n    return show(*args, **kwargs)\n"
        + CALLER.format(call="forward(user, loud=True)")
    )


def test_a_default_is_used_when_nothing_is_given(check: Check) -> None:
    check("""\
        async def save(session, *, commit=True):
            if commit:
                await session.commit()

        async def with_default():
            async with Session() as session:
                user = await fetch(session)
                await save(session)
                print(user.«name»)

        async def without():
            async with Session() as session:
                user = await fetch(session)
                await save(session, commit=False)
                print(user.name)

        async def with_either(flag):
            async with Session() as session:
                user = await fetch(session)
                await save(session, commit=flag)
                print(user.«name»)
    """)


def test_a_flag_that_is_tested_in_the_callee_and_after_it(check: Check) -> None:
    check("""\
        async def save(session, *, commit=True):
            if commit:
                await session.commit()

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                await save(session, commit=flag)
                if flag:
                    await session.refresh(user)
                print(user.name)
    """)


def test_a_flag_that_is_tested_in_the_callee_and_the_other_way_after_it(check: Check) -> None:
    check("""\
        async def save(session, commit):
            if not commit:
                return
            await session.commit()

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                await save(session, flag)
                print(user.«name»)
                if not flag:
                    print(user.name)
    """)


def test_what_a_callee_returns_belongs_to_the_flag_that_it_was_given(check: Check) -> None:
    check("""\
        async def load(session, keep):
            user = await fetch(session)
            if not keep:
                await session.commit()
            return user

        async def main(flag):
            async with Session() as session:
                user = await load(session, keep=flag)
                if flag:
                    return user.name
                return user.«name»
    """)


def test_a_default_that_is_none(check: Check) -> None:
    check("""\
        async def load(session=None):
            session = session or Session()
            return await fetch(session)

        async def main():
            async with Session() as session:
                user = await load(session)
                await session.commit()
                print(user.«name»)
    """)


def test_a_result_is_what_was_returned(check: Check) -> None:
    check("""\
        async def both(session):
            return await fetch(session), 1

        async def main():
            async with Session() as session:
                user, number = await both(session)
                await session.commit()
                print(user.«name»)
    """)


def test_one_of_two_returns_mends(check: Check) -> None:
    check("""\
        async def again(session, user, flag):
            if flag:
                await session.refresh(user)
                return user
            return user

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                print((await again(session, user, flag)).«name»)
    """)


def test_a_function_without_return_returns_none(check: Check) -> None:
    check("""\
        async def nothing(session):
            await session.flush()

        async def main():
            async with Session() as session:
                user = await nothing(session)
                await session.commit()
                print(user.name)
    """)


def test_a_closure_sees_what_is_bound_later(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                async def save():
                    await session.commit()
                    print(user.«name»)

                user = await fetch(session)
                await save()
    """)


def test_nonlocal(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = None

                async def load():
                    nonlocal user
                    user = await fetch(session)

                await load()
                await session.commit()
                print(user.«name»)
    """)


def test_without_nonlocal_a_name_is_local(check: Check) -> None:
    check("""\
        async def main():
            async with Session() as session:
                user = None

                async def load():
                    user = await fetch(session)

                await load()
                await session.commit()
                print(user.name)
    """)


def test_each_activation_has_names_of_its_own(check: Check) -> None:
    check("""\
        async def load(session, again):
            user = await fetch(session)
            if again:
                await load(session, False)
            return user

        async def main():
            async with Session() as session:
                first = await load(session, False)
                await session.commit()
                second = await load(session, False)
                print(second.name)
    """)


def test_a_lambda(check_body: Check) -> None:
    check_body("""\
        name = lambda: user.«name»
        await session.commit()
        name()
    """)
    check_body("""\
        name = lambda: user.name
        await session.commit()
    """)
    check_body("""\
        name = lambda one, other=1: one.«name»
        await session.commit()
        name(user)
    """)


@pytest.mark.parametrize(
    "call",
    [
        "functools.partial(show, user)()",
        "functools.partial(show, one=user)()",
        "functools.partial(show)(user)",
    ],
)
def test_partial(check: Check, call: str) -> None:
    check(
        "import functools\n\n\ndef show(one):\n    print(one.«name»)\n" + CALLER.format(call=call)
    )


def test_a_function_is_a_value(check: Check) -> None:
    check("""\
        def quiet(one):
            pass

        def loud(one):
            print(one.«name»)

        async def main(flag):
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                show = loud if flag else quiet
                show(user)
    """)
    check("""\
        def quiet(one):
            pass

        def loud(one):
            print(one.name)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                {"quiet": quiet, "loud": loud}["quiet"](user)
    """)


@pytest.mark.parametrize("decorator", ["mystery", "mystery()", "mystery.wraps(1)"])
def test_an_unknown_decorator_may_do_anything(check: Check, decorator: str) -> None:
    check(f"""\
        @{decorator}
        async def save(session):
            pass

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await session.commit()
                await save(session)
                print(user.name)
    """)


def test_a_decorator_of_the_project_is_followed(check: Check) -> None:
    check("""\
        import functools

        def committing(function):
            @functools.wraps(function)
            async def wrapper(session, user):
                await session.commit()
                return await function(session, user)
            return wrapper

        @committing
        async def show(session, user):
            print(user.«name»)

        async def main():
            async with Session() as session:
                await show(session, await fetch(session))
    """)


@pytest.mark.parametrize("session", ["session", "other, session", "other, by_name=session"])
def test_a_decorator_that_looks_for_the_session(check: Check, session: str) -> None:
    check(f"""\
        def committing(function):
            async def wrapper(*args, **kwargs):
                result = await function(*args, **kwargs)
                given = (*args, *kwargs.values())
                session = next(each for each in given if isinstance(each, AsyncSession))
                await session.commit()
                return result
            return wrapper

        @committing
        async def save(*args, **kwargs):
            pass

        async def main():
            async with Session() as session:
                user, other = await fetch(session), None
                await save(user, {session})
                print(user.«name»)
    """)


def test_a_method_that_is_one_of_several_functions(check: Check) -> None:
    check("""\
        def timed(function):
            async def quiet(*args):
                return await function(*args)

            async def loud(*args):
                print(args[1:])
                return await function(*args)

            return loud if mystery() else quiet

        class Users:
            def __init__(self, session):
                self.session = session

            @timed
            async def save(self):
                await self.session.commit()

            @timed
            async def renew(self, user):
                await self.session.refresh(user)

        async def main():
            async with Session() as session:
                user = await fetch(session)
                users = Users(session)
                await users.save()
                print(user.«name»)
                await users.save()
                await users.renew(user)
                print(user.name)
    """)


@pytest.mark.parametrize("module", ["asyncio", "inspect"])
def test_a_decorator_of_both_kinds_of_functions(check: Check, module: str) -> None:
    check(f"""\
        import {module}

        def traced(function):
            if {module}.iscoroutinefunction(function):
                async def later(*args):
                    return await function(*args)
                return later

            def at_once(*args):
                return function(*args)
            return at_once

        @traced
        async def save(session):
            await session.commit()

        @traced
        def show(user):
            return user.«name»

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await save(session)
                show(user)
    """)


@pytest.mark.parametrize("kind", ["iscoroutine", "isawaitable"])
def test_a_callee_that_awaits_what_can_be_awaited(check: Check, kind: str) -> None:
    check(f"""\
        import inspect

        async def run(function, *args):
            result = function(*args)
            if inspect.{kind}(result):
                result = await result
            return result

        async def save(session):
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await run(len, "name")
                print(user.name)
                await run(save, session)
                print(user.«name»)
    """)


def test_one_decorator_of_a_function_and_of_what_that_calls(check: Check) -> None:
    check("""\
        def traced(function):
            async def wrapper(*args):
                return await function(*args)
            return wrapper

        class Users:
            def __init__(self, session):
                self.session = session

            @traced
            async def first(self):
                return await fetch(self.session)

            @traced
            async def save(self):
                await self.session.commit()

        @traced
        async def rename(users, name):
            user = await users.first()
            user.name = name
            await users.save()
            return user

        async def main():
            async with Session() as session:
                user = await rename(Users(session), "Ada")
                print(user.«name»)
    """)


def test_a_decorator_is_as_long_as_what_it_runs(check: Check) -> None:
    check("""\
        def retrying(times):
            def decorator(function):
                async def wrapper(*args, **kwargs):
                    failures = 0
                    while True:
                        try:
                            return await function(*args, **kwargs)
                        except ConnectionError:
                            failures += 1
                            if failures == times:
                                raise
                            await asyncio.sleep(1)
                return wrapper
            return decorator

        @retrying(times=3)
        async def save(session):
            await session.commit()

        async def main():
            async with Session() as session:
                user = await fetch(session)
                await save(session)
                print(user.«name»)
    """)


def test_recursion_ends(check: Check) -> None:
    check("""\
        async def down(session, user, depth):
            if depth:
                await down(session, user, depth - 1)
            print(user.name)

        async def main(depth):
            async with Session() as session:
                await down(session, await fetch(session), depth)

        def ping(user):
            return pong(user)

        def pong(user):
            return ping(user)
    """)


def test_a_long_chain_of_calls(check: Check) -> None:
    chain = "".join(
        f"async def step{n}(session, user):\n    await step{n + 1}(session, user)\n\n\n"
        for n in range(60)
    )
    check(
        chain + "async def step60(session, user):\n    await session.commit()\n\n\n"
        "async def main():\n    async with Session() as session:\n"
        "        user = await fetch(session)\n        await step0(session, user)\n"
        "        print(user.name)\n"
    )


def test_a_decorated_function_is_as_deep_as_it_were_without(check: Check) -> None:
    chain = "".join(
        "@traced\n@measured('save')\n"
        f"async def step{n}(session):\n    await step{n + 1}(session)\n\n\n"
        for n in range(4)
    )
    check(
        """\
import functools


def traced(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        if not await is_enabled():
            return await function(*args, **kwargs)
        async with span(function):
            return await function(*args, **kwargs)
    return wrapper


def measured(name):
    def decorator(function):
        async def wrapper(session, *args, **kwargs):
            result = await function(session, *args, **kwargs)
            await count(name)
            return result
        return wrapper
    return decorator


"""
        + chain
        + "async def step4(session):\n    await session.commit()\n\n\n"
        "async def main():\n    async with Session() as session:\n"
        "        user = await fetch(session)\n        await step0(session)\n"
        "        print(user.«name»)\n"
    )


def test_what_hands_on_only_some_of_its_arguments_is_a_call_like_any(check: Check) -> None:
    chain = "".join(
        f"async def step{n}(session, *args, **kwargs):\n    await step{n + 1}(session, *args)\n\n\n"
        for n in range(8)
    )
    check(
        chain + "async def step8(session, *args, **kwargs):\n    await session.commit()\n\n\n"
        "async def main():\n    async with Session() as session:\n"
        "        user = await fetch(session)\n        await step0(session)\n"
        "        print(user.name)\n"
    )


def test_a_short_chain_of_calls(check: Check) -> None:
    chain = "".join(
        f"async def step{n}(session):\n    await step{n + 1}(session)\n\n\n" for n in range(4)
    )
    check(
        chain + "async def step4(session):\n    await session.commit()\n\n\n"
        "async def main():\n    async with Session() as session:\n"
        "        user = await fetch(session)\n        await step0(session)\n"
        "        print(user.«name»)\n"
    )


def test_calls_with_the_wrong_arguments_do_not_matter(check: Check) -> None:
    check(
        "def show(one):\n    return one\n"
        + CALLER.format(call="show()\n        show(1, 2)\n        show(other=3)\n        None()")
    )


def test_nested_functions_are_looked_at_though_nobody_calls_them(check: Check) -> None:
    check("""\
        def make(app):
            @app.get("/")
            async def route():
                async with Session() as session:
                    user = await fetch(session)
                    await session.commit()
                    return user.«name»
            return app
    """)


@pytest.mark.parametrize(
    "call",
    [
        "await asyncio.gather(save(session))",
        "await asyncio.wait_for(save(session), 1)",
        "await asyncio.shield(save(session))",
        "await asyncio.create_task(save(session))",
        "task = asyncio.create_task(save(session))\nawait task",
    ],
)
def test_asyncio_awaits_what_it_is_given(check: Check, call: str) -> None:
    body = textwrap.indent(call, " " * 8)
    check(
        "async def save(session):\n    await session.commit()\n\n\n"
        "async def main():\n    async with Session() as session:\n"
        f"        user = await fetch(session)\n{body}\n        print(user.«name»)\n"
    )


def test_one_finding_for_each_object_and_cause(check_body: Check) -> None:
    check_body("""\
        await session.commit()
        print(user.«name»)
        print(user.id, user.name)
    """)


@pytest.mark.parametrize(
    "body",
    [
        "asyncio.create_task(session.refresh(user))",
        "task = asyncio.create_task(session.refresh(user))\nawait asyncio.wait([task])",
        "task = asyncio.create_task(session.refresh(user))\ntask.add_done_callback(other)",
        "task = asyncio.create_task(session.refresh(user))\nawait task",
        "mystery(asyncio.gather(session.refresh(user)))",
        "async with asyncio.TaskGroup() as group:\n    group.create_task(session.refresh(user))",
    ],
)
def test_a_task_that_may_have_loaded_it(check_body: Check, body: str) -> None:
    check_body(f"await session.commit()\n{body}\nawait asyncio.sleep(1)\nuser.name")


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.create_task(session.commit())",
        "async with asyncio.TaskGroup() as group:\n    group.create_task(session.commit())",
        "async with anyio.create_task_group() as group:\n    group.start_soon(session.commit)",
    ],
)
def test_a_task_that_has_committed(check_body: Check, body: str) -> None:
    check_body(f"import anyio\n{body}\nuser.«name»")


def test_a_method_of_one_of_two_objects_is_called_once(check: Check) -> None:
    check("""\
        class Job(Base):
            __tablename__ = "jobs"
            id: Mapped[int] = mapped_column(primary_key=True)
            title: Mapped[str]

            async def save(self, session):
                await session.commit()
                await session.refresh(self)

        async def main(flag):
            async with Session() as session:
                first = await session.get_one(Job, 1)
                second = await session.get_one(Job, 2)
                job = first if flag else second
                await job.save(session)
                print(job.title)
                await session.commit()
                print(job.«title»)
    """)


def test_decorators_cost_no_depth(check: Check) -> None:
    check("""\
        import functools

        def traced(function):
            @functools.wraps(function)
            async def wrapper(*args, **kwargs):
                print(function.__name__)
                return await function(*args, **kwargs)
            return wrapper

        class Users:
            def __init__(self, session: AsyncSession):
                self.session = session

            @traced
            @traced
            async def get(self):
                return await self.only()

            @traced
            @traced
            async def only(self):
                return (await self.session.scalars(select(User))).one()

        @traced
        @traced
        async def serve(session: AsyncSession):
            return await Users(session).get()

        async def main():
            user = await serve(Session())
            print(user.«GRN007:orders»)
    """)


LOADER = """\
def level{0}(texts):
    found = []
    for text in texts:
        found.append(level{1}(text))
    for text in texts:
        found.append(level{1}(text))
    return found


"""
LOADING = (
    "".join(LOADER.format(n, n + 1) for n in range(1, 5))
    + "def level5(text):\n    return text.strip()\n\n\ndef load(name):\n    return level1(name)\n"
)
LOADED = f"""\
{HEADER}
from texts import load


async def save(session, texts):
    await session.commit()


async def main(name):
    async with Session() as session:
        user = await fetch(session)
        await save(session, load(name))
        print(user.{{read}})
"""


def test_what_has_to_do_with_no_library_may_not_use_up_the_budget(check_files: CheckFiles) -> None:
    check_files({"texts.py": LOADING, "main.py": LOADED.format(read="«name»")})


def test_what_may_have_to_do_with_a_library_may(check_files: CheckFiles) -> None:
    loading = f"import models\n\n\n{LOADING}"
    check_files({"texts.py": loading, "main.py": LOADED.format(read="name")})
