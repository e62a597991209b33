"""What `collections` and the methods of dicts do with objects that are put into them."""

from __future__ import annotations

import pytest

from interpreter.conftest import Check

PROGRAM = """\
from collections import OrderedDict, defaultdict, deque


async def main(session: AsyncSession):
    users = (await session.scalars(select(User))).all()
    {put}
    {take}
        print(user.«GRN007:orders»)
"""


@pytest.mark.parametrize(
    "put",
    [
        "held = {user.id: user for user in users}",
        "held = OrderedDict((user.id, user) for user in users)",
        "held = {}\n    for user in users:\n        held.setdefault(user.id, user)",
        "held = defaultdict(lambda: users[0])\n    held['a'].name\n    held['b'].name",
    ],
)
def test_objects_by_key(check: Check, put: str) -> None:
    check(PROGRAM.format(put=put, take="for user in held.values():"))


@pytest.mark.parametrize(
    "put",
    [
        "held = {}\n    for user in users:\n        held.setdefault(user.name, []).append(user)",
        "held = defaultdict(list)\n    for user in users:\n        held[user.name].append(user)",
        "held = defaultdict(set)\n    for user in users:\n        held[user.name].add(user)",
        "held = {}\n    for user in users:\n        held[1] = [*held.get(user.id, []), user]",
        "held = defaultdict(deque)\n    for user in users:\n        held[1].appendleft(user)",
    ],
)
def test_objects_in_groups(check: Check, put: str) -> None:
    take = "for user in [user for group in held.values() for user in group]:"
    check(PROGRAM.format(put=put, take=take))


def test_a_queue(check: Check) -> None:
    take = "while queue:\n        user = queue.popleft()"
    check(PROGRAM.format(put="queue = deque(users)", take=take))


def test_what_is_made_for_one_key_is_not_there_for_another(check: Check) -> None:
    check("""\
        from collections import defaultdict

        async def main(session: AsyncSession):
            groups = defaultdict(list)
            groups["new"].append(await fetch(session))
            for user in groups["old"]:
                print(user.orders)
            for user in groups["new"]:
                print(user.«GRN007:orders»)
    """)


def test_a_count_goes_on(check: Check) -> None:
    check("""\
        from collections import defaultdict

        async def main(session: AsyncSession):
            counts = defaultdict(int)
            counts["a"] += 1
            counts["b"] += 1
            print((await fetch(session)).«GRN007:orders»)
    """)


def test_nobody_knows_what_is_made(check: Check) -> None:
    check("""\
        from collections import defaultdict

        async def main(session: AsyncSession):
            groups = defaultdict(mystery)
            groups["a"].append(await fetch(session))
            for user in groups["a"]:
                print(user.orders)
            known = defaultdict(None, {"a": 1})
            print(known["b"])  # is a KeyError
            print((await fetch(session)).orders)
    """)


def test_asking_makes_nothing(check: Check) -> None:
    check("""\
        from collections import defaultdict

        async def main(session: AsyncSession):
            groups = defaultdict(list, a=await fetch(session))
            if groups.get("b") is None:
                print(groups["a"].«GRN007:orders»)
            groups["b"].append(1)
    """)


def test_others_may_have_filled_a_dict_of_the_module(check: Check) -> None:
    check("""\
        KNOWN = {}

        async def main(session: AsyncSession, key):
            if KNOWN.get(key) is None:
                return
            print((await fetch(session)).«GRN007:orders»)
    """)


def test_others_may_have_filled_a_list_of_the_module(check: Check) -> None:
    check("""\
        WATCHED = []

        async def main(session: AsyncSession):
            if not WATCHED:
                return
            print((await fetch(session)).«GRN007:orders»)
            for name in WATCHED:
                print((await fetch(session)).«GRN007:orders»)
    """)


def test_other_methods_may_have_filled_what_init_left_empty(check: Check) -> None:
    check("""\
        class Registry:
            def __init__(self):
                self.known = {}
                self.watched = []
                self.kinds = ["street", "market"]

            async def show(self, session: AsyncSession, key):
                if self.known.get(key) is None or not self.watched:
                    return
                print((await fetch(session)).«GRN007:orders»)
                if not self.kinds:
                    print((await fetch(session)).orders)

        async def first(session: AsyncSession):
            registry = Registry()
            if registry.watched:
                print((await fetch(session)).orders)
    """)
