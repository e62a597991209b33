"""Values that need no heap, and what is known of one that is one of two."""

from __future__ import annotations

import pytest

from flake8_greenlet.interpreter.values import (
    FALSE,
    MAX_ALTERNATIVES,
    NONE,
    NOTHING,
    TRUE,
    UNKNOWN,
    Alternatives,
    Constant,
    Opaque,
    Value,
    join,
    join_values,
)
from interpreter.conftest import Check


def test_equal_values_are_one() -> None:
    assert join(Constant("a"), Constant("a")) == Constant("a")


def test_numbers_and_truths_are_told_apart() -> None:
    assert Constant(1) != TRUE
    assert Constant(0) != FALSE
    assert isinstance(join(Constant(1), TRUE), Alternatives)


def test_nothing_is_neutral() -> None:
    assert join(NOTHING, NONE) is NONE
    assert join(NONE, NOTHING) is NONE


@pytest.mark.parametrize("known", [NONE, Constant("a"), Alternatives((NONE, TRUE))])
def test_unknown_wins(known: Value) -> None:
    assert join(UNKNOWN, known) == UNKNOWN
    assert join(known, UNKNOWN) == UNKNOWN


def test_two_different_unknowns_are_a_third() -> None:
    assert join(Opaque(1), Opaque(2)) == UNKNOWN
    assert join(Opaque(1), Opaque(1)) == Opaque(1)


def test_alternatives_are_kept_once_each_up_to_a_cap() -> None:
    many = join_values(Constant(number) for number in range(MAX_ALTERNATIVES))
    assert len(many.alternatives()) == MAX_ALTERNATIVES
    assert join(many, Constant(0)) == many
    assert join(many, Constant(MAX_ALTERNATIVES)) == UNKNOWN


def test_alternatives_do_not_nest() -> None:
    pair = join(Constant(1), Constant(2))
    joined = join(pair, join(Constant(2), Constant(3)))
    assert list(joined.alternatives()) == [Constant(1), Constant(2), Constant(3)]


CHOSEN = """\
        chosen = user
        if mystery():
            chosen = User(name="bob")
            session.add(chosen)
        await session.commit()
"""


def test_what_one_of_several_was_given_it_has(check_body: Check) -> None:
    check_body(f"""{CHOSEN}
        chosen.name = "cid"
        print(chosen.name)
    """)


def test_one_of_several_is_told_once(check_body: Check) -> None:
    check_body(f"""{CHOSEN}
        print(chosen.«name»)
        print(chosen.name)
        print(chosen.id)
    """)


def test_none_of_several() -> None:
    assert NONE.is_none() is True
    assert Constant(0).is_none() is False
    assert UNKNOWN.is_none() is None
    assert Alternatives((NONE, TRUE)).is_none() is None
    assert Alternatives((FALSE, TRUE)).is_none() is False


def test_no_value_at_all_is_unknown() -> None:
    assert join_values([]) == UNKNOWN


COMMIT = "    await session.commit()\n"


@pytest.mark.parametrize(
    "test",
    [
        "True",
        "1",
        "'text'",
        "not ''",
        "not None",
        "None is None",
        "1 < 2",
        "1 == 1",
        "1 != 2",
        "'a' in 'abc'",
        "len('abc') == 3",
        "'production'.startswith('prod')",
        "f'{1}' == '1'",
        "isinstance",
        "user is not None",
        "session",
        "User",
        "(1, 2)",
        "[1]",
        "{1: 2}",
        "(lambda: True)()",
        "True and not False",
        "False or True",
        "True if True else False",
        "'x' if None else 'y'",
    ],
)
def test_what_is_surely_true(check_body: Check, test: str) -> None:
    """The branch is taken, and its twin is never run."""
    check_body(f"if {test}:\n{COMMIT}else:\n    return\nprint(user.«name»)\n")
    check_body(f"if {test}:\n    pass\nelse:\n{COMMIT}print(user.name)\n")


@pytest.mark.parametrize(
    "test",
    ["False", "0", "''", "None", "not True", "1 > 2", "'x' in 'abc'", "user is None", "()", "[]"],
)
def test_what_is_surely_false(check_body: Check, test: str) -> None:
    check_body(f"if {test}:\n{COMMIT}print(user.name)\n")


@pytest.mark.parametrize(
    "test", ["flag", "items[0]", "mystery()", "flag == 1", "1 < flag", "flag in items", "not flag"]
)
def test_what_may_be_either(check_body: Check, test: str) -> None:
    check_body(f"if {test}:\n{COMMIT}print(user.«name»)\n")
    check_body(f"if {test}:\n    pass\nelse:\n{COMMIT}print(user.«name»)\n")


@pytest.mark.parametrize("test", ["1 == 1.0", "True == 1", "0 == False"])
def test_equal_numbers_of_different_types(check_body: Check, test: str) -> None:
    check_body(f"if {test}:\n    pass\nelse:\n{COMMIT}print(user.name)\n")


def test_a_flag_of_a_library_may_be_either(check_body: Check) -> None:
    check_body(
        "if mystery.FLAG:\n    pass\nelse:\n    await session.commit()\nprint(user.«name»)\n"
    )


@pytest.mark.parametrize(
    "name",
    ["first.append(user)", "first.extend([user])", "first += [user]", "first.insert(0, user)"],
)
def test_a_list_holds_what_was_put_in(check_body: Check, name: str) -> None:
    check_body(f"first = []\n{name}\nawait session.commit()\nprint(first[0].«name»)\n")


@pytest.mark.parametrize(
    "change", ["held['b'] = user", "held.update(b=user)", "held.update({'b': user})", "held.pop(1)"]
)
def test_a_dict_holds_what_was_put_in(check_body: Check, change: str) -> None:
    check_body(f"""\
        held = {{1: 1, 'a': 2, 'b': user}}
        {change}
        await session.commit()
        print(held['b'].«name»)
    """)


def test_a_dict_that_was_updated_by_who_knows_what(check_body: Check) -> None:
    check_body("""\
        held = {'a': user}
        held.update(mystery())
        await session.commit()
        print(held['a'].name)
    """)


def test_a_loop_over_a_dict_goes_from_key_to_key(check_body: Check) -> None:
    check_body("""\
        held = {'a': 1, 'b': user}
        await session.commit()
        for key in held:
            if key == 'b':
                print(held[key].«name»)
    """)


def test_two_names_of_one_list(check_body: Check) -> None:
    check_body("""\
        first = []
        second = first
        second.append(user)
        await session.commit()
        for one in first:
            print(one.«name»)
    """)


@pytest.mark.parametrize(
    "made, read",
    [
        ("(user, 1)", "held[0]"),
        ("[user]", "held[0]"),
        ("{'a': user}", "held['a']"),
        ("dict(a=user)", "held['a']"),
        ("{'a': user}", "held.get('a')"),
        ("[user]", "held[-1]"),
        ("[user]", "next(iter(held))"),
        ("{'a': user}", "list(held.values())[0]"),
        ("[1, user]", "held[1]"),
        ("(1, (2, user))", "held[1][1]"),
        ("[user]", "held.pop()"),
        ("[user]", "sorted(held)[0]"),
        ("[1, *[user], 2]", "held[1]"),
        ("(1, *(2, user))", "held[2]"),
        ("[1] + [user]", "held[1]"),
        ("{'a': 1, **{'b': user}}", "held['b']"),
        ("{'a': 1, **{'a': user}}", "held['a']"),
        ("{'a': user}", "held.pop('a')"),
        ("{'a': 1, 'b': user}", "[*held.items()][1][1]"),
        ("{'a': user}", "held.copy()['a']"),
        ("{flag: user}", "held.popitem()[1]"),
        ("{'a': 1} | {'b': user}", "held['b']"),
        ("{'a': user}", "({} | held)[flag]"),
        ("{}", "held.setdefault(flag, user)"),
        ("{'a': user}", "held.setdefault('a', None)"),
        ("collections.OrderedDict(a=user)", "held['a']"),
        ("collections.deque([user])", "held.popleft()"),
        ("heapq.nlargest(1, [user], key=id)", "held[0]"),
        ("collections.defaultdict(lambda: user)", "held[flag]"),
        ("collections.defaultdict(lambda: user)", "held['a']"),
        ("collections.defaultdict(list, a=user)", "held['a']"),
        ("collections.defaultdict(None, a=user)", "held['a']"),
    ],
)
def test_what_a_container_holds(check_body: Check, made: str, read: str) -> None:
    check_body(
        f"import collections, heapq\nheld = {made}\nawait session.commit()\nprint({read}.«name»)\n"
    )


@pytest.mark.parametrize(
    "made, take, read",
    [
        ("{'a': user}", "held.clear()", "held['a'].name"),
        ("{'a': user, 'b': user}", "del held['a']", "held['a'].name"),
        ("{'a': user, 'b': user}", "del held['a']", "held['b'].«name»"),
        ("{'a': user, 'b': user}", "del held[flag]", "held[flag].«name»"),
        ("collections.defaultdict(list)", "mystery(held)", "held[flag].name"),
        ("collections.defaultdict(lambda: user)", "mystery(held)", "user.name"),
        ("collections.defaultdict(list)", "held.get(flag)", "held.get(flag).name"),
    ],
)
def test_what_was_taken_out_of_a_dict(check_body: Check, made: str, take: str, read: str) -> None:
    check_body(
        f"import collections\nheld = {made}\n{take}\nawait session.commit()\nprint({read})\n"
    )


@pytest.mark.parametrize(
    "target", ["one, other", "[one, other]", "(one, other)", "one, *rest", "*rest, one"]
)
def test_unpacking(check_body: Check, target: str) -> None:
    check_body(f"{target} = user, user\nawait session.commit()\nprint(one.«name»)\n")


@pytest.mark.parametrize(
    "lines",
    [
        "one = other = user",
        "one: User = user",
        "(one := user)",
        "one = user if flag else user",
        "one = (user, 1)[0]",
        pytest.param(
            "one = [x for x in [user]][0]",
        ),
        "one = {1: user}[1]",
        "one = None or user",
        "one, _ = user, 1",
        "def get(): return user\none = get()",
        "one = (lambda: user)()",
    ],
)
def test_another_name_for_the_same_object(check_body: Check, lines: str) -> None:
    check_body(f"{lines}\nawait session.commit()\nprint(one.«name»)\n")
    check_body(f"{lines}\nawait session.commit()\nawait session.refresh(one)\nprint(user.name)\n")


@pytest.mark.parametrize(
    "lines",
    [
        "mystery(user)",
        "mystery([user])",
        "mystery({'a': (user,)})",
        "mystery(one=user)",
        "mystery(*[user])",
        "mystery(**{'a': user})",
        "mystery.attribute = user\nmystery()",
        "items.append(user)",
        "items[0] = user",
        "mystery(lambda: user)",
        "mystery(session)",
        "await mystery(session)",
        "setattr(mystery, flag, user)",
        "mystery().method(user)",
        "async with mystery(session):\n    pass",
        "for _ in mystery(user):\n    pass",
    ],
)
def test_what_somebody_unknown_gets_is_unknown(check_body: Check, lines: str) -> None:
    check_body(f"await session.commit()\n{lines}\nprint(user.name)\n")


@pytest.mark.parametrize(
    "lines",
    [
        "print(user)",
        "len([user])",
        "mystery()",
        "mystery(1, 'a')",
        "isinstance(user, User)",
        "id(user)",
        "user is None",
        "await asyncio.sleep(1)",
        "held = [user]",
        "type(user)",
        "callable(user)",
        "hash(user)",
    ],
)
def test_what_leaves_everything_as_it_is(check_body: Check, lines: str) -> None:
    check_body(f"await session.commit()\n{lines}\nprint(user.«name»)\n")
