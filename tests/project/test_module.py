from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from flake8_greenlet.project import Module, parse
from flake8_greenlet.project.module import decode


def module(text: str, name: str = "models.py") -> Module:
    tree = parse(text)
    assert tree is not None
    return Module(Path("/project") / name, tree, text)


def kinds(text: str) -> dict[str, list[str]]:
    """Name to the types of the nodes that bind it."""
    return {
        name: [type(node).__name__ for node in nodes]
        for name, nodes in module(text).bindings.items()
    }


def all_by(kind: str, names: str) -> dict[str, list[str]]:
    return {name: [kind] for name in names}


@pytest.mark.parametrize(
    "text, expected",
    [
        ("def f(x=1): y = 2", {"f": ["FunctionDef"]}),
        ("async def f(): pass", {"f": ["AsyncFunctionDef"]}),
        ("class C:\n    x = 1\n    def m(self): pass", {"C": ["ClassDef"]}),
        ("import a.b, c as d", {"a": ["Import"], "d": ["Import"]}),
        ("from a.b import c, e as f", {"c": ["ImportFrom"], "f": ["ImportFrom"]}),
        ("from . import models", {"models": ["ImportFrom"]}),
        ("from a import *", {}),
        ("a = b = 1", {"a": ["Assign"], "b": ["Assign"]}),
        ("(a, [b, *c]) = f()", {"a": ["Assign"], "b": ["Assign"], "c": ["Assign"]}),
        ("a.b = c[d] = 1", {}),
        ("a: int = 1", {"a": ["AnnAssign"]}),
        ("a: int", {"a": ["AnnAssign"]}),
        ("a += 1", {"a": ["AugAssign"]}),
        ("for a, b in c: d = 1", {"a": ["For"], "b": ["For"], "d": ["Assign"]}),
        ("with a as b, c as (d, e): f = 1", all_by("With", "bde") | {"f": ["Assign"]}),
        ("try: pass\nexcept E as e: a = 1", {"e": ["ExceptHandler"], "a": ["Assign"]}),
        ("if (a := b): pass", {"a": ["NamedExpr"]}),
        ("x = [a := b for b in c if (d := b)]", all_by("NamedExpr", "ad")),
        ("[b for b in c]", {}),
        ("lambda x: (y := x)", {}),
        ("lambda x=(y := 1): x", {"y": ["NamedExpr"]}),
        ("@(a := deco)\ndef f(x=(b := 1)) -> None: pass", all_by("NamedExpr", "ab")),
        ("class C((a := B)): b = (c := 1)", {"a": ["NamedExpr"]}),
        ("del a, b[0]", {"a": ["Delete"]}),
        ("match a:\n case {'k': b, **c}: pass", {"b": ["MatchAs"], "c": ["MatchMapping"]}),
        ("match a:\n case [b, *c] as d: pass", {"b": ["MatchAs"], "c": ["MatchStar"]}),
        ("match a:\n case _: b = 1", {"b": ["Assign"]}),
    ],
)
def test_what_binds_a_name(text: str, expected: dict[str, list[str]]) -> None:
    found = kinds(text)
    assert {name: found.get(name) for name in expected} == expected
    known = {"f", "C", "x", "d"}  # names that a case binds besides the ones it is about
    assert not found.keys() - expected.keys() - known


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the type statement is new in 3.12")
def test_type_alias_and_type_parameters() -> None:
    assert kinds("type Alias[T] = list[T]\ndef f[U](): pass\nclass C[V]: pass") == {
        "Alias": ["TypeAlias"],
        "f": ["FunctionDef"],
        "C": ["ClassDef"],
    }


def test_async_blocks_of_a_notebook() -> None:
    text = "async for a in b: pass\nasync with c as d: pass"
    assert kinds(text) == {"a": ["AsyncFor"], "d": ["AsyncWith"]}


@pytest.mark.parametrize(
    "block",
    [
        "if TYPE_CHECKING:\n    {}",
        "if a:\n    pass\nelif b:\n    {}",
        "if a:\n    pass\nelse:\n    {}",
        "try:\n    {}\nfinally:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    {}",
        "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    {}",
        "try:\n    pass\nfinally:\n    {}",
        "with a:\n    {}",
        "for _ in a:\n    pass\nelse:\n    {}",
        "while a:\n    {}",
        "match a:\n    case 1:\n        {}",
    ],
)
def test_blocks_at_module_level_count(block: str) -> None:
    assert "User" in kinds(block.format("from app import User"))
    assert len(module(block.format("from app import *")).star_imports) == 1


def test_bindings_of_one_name_are_in_source_order() -> None:
    text = "try:\n  import a\nexcept E:\n  a = None\nif a:\n  a += 1\ndef a(): pass\ndel a\na: int"
    nodes = module(text).bindings["a"]
    expected = ["Import", "Assign", "AugAssign", "FunctionDef", "Delete", "AnnAssign"]
    assert [type(node).__name__ for node in nodes] == expected
    lines = [node.lineno for node in nodes if isinstance(node, ast.stmt)]
    assert lines == sorted(lines)


def test_a_node_that_binds_a_name_twice_is_given_once() -> None:
    assert kinds("import a.b, a.c\nx, x = 1, 2") == {"a": ["Import"], "x": ["Assign"]}


def test_star_imports_inside_functions_do_not_count() -> None:
    found = module("from a import *\nfrom b import c\nfrom .d import *").star_imports
    assert [node.module for node in found] == ["a", "d"]
    assert not module("class C:\n    from a import *").star_imports


def test_global_writers() -> None:
    text = """
engine = session = other = read = None

def start():
    global engine, read
    engine = make()
    print(read)

class Holder:
    def inner(self):
        def deepest():
            if True:
                global session
            import session

def shadow():
    other = 1
    def inner():
        global engine
        other = 2
"""
    assert module(text).global_writers == {"engine", "session"}
    assert module("x = 1").global_writers == frozenset()


def test_what_a_function_deletes_or_imports_is_written() -> None:
    text = "def f():\n    global a, b, c\n    del a\n    from x import b\n    def c(): pass"
    assert module(text).global_writers == {"a", "b", "c"}


@pytest.mark.parametrize("name, expected", [("__init__.py", True), ("models.py", False)])
def test_is_package(name: str, expected: bool) -> None:
    assert module("", name).is_package is expected
    assert not Module(None, ast.parse(""), "").is_package


def test_looking_at_a_module_leaves_its_tree_alone() -> None:
    text = "import a\ndef f():\n    global a\n    a = 1\nx = [y := 1 for z in a]"
    it = module(text)
    before = ast.dump(it.tree, include_attributes=True)
    attributes = [set(vars(node)) for node in ast.walk(it.tree)]
    assert it.bindings and it.global_writers
    assert not it.star_imports
    assert ast.dump(it.tree, include_attributes=True) == before
    assert [set(vars(node)) for node in ast.walk(it.tree)] == attributes


def test_deeply_nested_expressions_do_not_exhaust_the_stack() -> None:
    tree = ast.parse("x = 0")
    value: ast.expr = ast.NamedExpr(ast.Name("deepest", ast.Store()), ast.Constant(1))
    for _ in range(3 * sys.getrecursionlimit()):
        value = ast.UnaryOp(ast.USub(), value)
    tree.body.append(ast.Expr(value))
    assert set(Module(None, tree, "").bindings) == {"x", "deepest"}
    while isinstance(value, ast.UnaryOp):  # so that freeing it does not recurse either
        value = value.operand


@pytest.mark.parametrize(
    "text", ["def f(:", "x = '\0'", "(" * 5_000, "-" * 200_000 + "1", "\udc80 = 1", "{% if x %}"]
)
def test_what_cannot_be_parsed_is_none(text: str) -> None:
    assert parse(text) is None


def test_parsing_foreign_files_warns_of_nothing() -> None:
    assert parse("x = '\\d'\ny = 1 is 1\n") is not None  # warnings are errors in these tests


@pytest.mark.parametrize(
    "data, expected",
    [
        (b"x = '\xc3\xa9'\n", "x = 'é'\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "# -*- coding: latin-1 -*-\nx = 'é'\n"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'\x80'", None),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"", ""),
    ],
)
def test_decoding(data: bytes, expected: str | None) -> None:
    text = decode(data)
    assert text is not None
    assert text == expected or (expected is None and text.endswith("'€'"))


@pytest.mark.parametrize(
    "data",
    [
        b"x = '\xe9'\n",
        b"# coding: no-such-codec\n",
        b"# coding: hex\n00\n",
        b"\xef\xbb\xbf# coding: latin-1\n",
        b"\xff\xfex\x00",
    ],
)
def test_what_cannot_be_decoded_is_none(data: bytes) -> None:
    assert decode(data) is None
