"""Make a difference readable: drop what it does not need."""

from __future__ import annotations

import ast
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from .comparison import Comparison, compare, report
from .execution import ORDER, Place
from .grammar import Program

Change = Callable[[], None]
PATIENCE = 60.0
"""Seconds, after which no further round begins."""

FIELDS = ("body", "orelse", "finalbody", "handlers")


def normalized(program: Program) -> Program:
    """The same program, as `ast.unparse` writes it."""
    files = {name: ast.unparse(ast.parse(source)) for name, source in program.files.items()}
    return replace(program, files=files)


def text_of(program: Program, place: Place) -> str:
    """The line that a place is about."""
    module, line = place
    return program.files[module].splitlines()[line - 1].strip()


def differences(comparison: Comparison) -> set[tuple[str, str, str]]:
    """What the two sides disagree about: a module, `missed` or `false alarm`, and a line's text."""
    program = comparison.program
    return {
        (place[0], kind, text_of(program, place))
        for kind, places in (("missed", comparison.missed), ("false alarm", comparison.false))
        for place in places
    }


def shrink(program: Program, difference: tuple[str, str, str]) -> Comparison | None:
    """The smallest program found that still shows a difference; None if it does not to begin with.

    The program has to be `normalized`.
    """
    best = compare(program)
    if difference not in differences(best):
        return None
    ends = best.outcome.ends
    progress = True
    begun = time.perf_counter()
    while progress and time.perf_counter() - begun < PATIENCE:
        progress = False
        for size in ("whole", "part"):
            for name in sorted(program.files, key=ORDER.index, reverse=True):
                index = 0
                while (smaller := _candidate(best.program, name, size, index)) is not None:
                    changed = smaller.files != best.program.files
                    comparison = _still(smaller, difference) if changed else None
                    if comparison is not None and comparison.outcome.ends <= ends:
                        best, progress = comparison, True
                    else:
                        index += 1
    return best


def _still(program: Program, difference: tuple[str, str, str]) -> Comparison | None:
    """The comparison of a program, if it shows the difference."""
    module, kind, text = difference
    with contextlib.suppress(Exception):
        # The plugin is the faster one.
        reported = {text_of(program, place) for place in report(program) if place[0] == module}
        if (text in reported) == (kind == "false alarm") and text in program.files[module]:
            comparison = compare(program)
            if difference in differences(comparison):
                return comparison
    return None


def _candidate(program: Program, name: str, size: str, index: int) -> Program | None:
    """A program with one bit less; None if there are no more bits."""
    tree = ast.parse(program.files[name])
    for position, change in enumerate(_changes(tree, size)):
        if position == index:
            change()
            source = ast.unparse(ast.fix_missing_locations(tree))
            return replace(program, files={**program.files, name: source})
    return None


def _changes(tree: ast.Module, size: str) -> Iterator[Change]:
    for node in ast.walk(tree):
        yield from _statements(node) if size == "whole" else _parts(node)


def _statements(node: ast.AST) -> Iterator[Change]:
    for field in FIELDS:
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        for statement in statements:
            if not isinstance(statement, ast.Pass | ast.ImportFrom):
                yield partial(_drop, statements, statement, field)
            if isinstance(statement, ast.If | ast.For | ast.AsyncWith | ast.Try):
                yield partial(_unwrap, statements, statement)


def _parts(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.ImportFrom) and len(node.names) > 1:
        for alias in node.names:
            yield partial(node.names.remove, alias)
    elif isinstance(node, ast.Call):
        for keyword in node.keywords:
            yield partial(node.keywords.remove, keyword)
    elif isinstance(node, ast.List | ast.Tuple):
        for element in node.elts:
            yield partial(node.elts.remove, element)
    elif isinstance(node, ast.arguments):
        for argument in node.args:
            yield partial(node.args.remove, argument)
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            if value.func.attr in ("options", "order_by", "where", "unique"):
                yield partial(setattr, node, field, value.func.value)


def _drop(statements: list[ast.stmt], statement: ast.stmt, field: str) -> None:
    statements.remove(statement)
    if not statements and field == "body":
        statements.append(ast.Pass())


def _unwrap(statements: list[ast.stmt], statement: ast.stmt) -> None:
    index = statements.index(statement)
    assert isinstance(statement, ast.If | ast.For | ast.AsyncWith | ast.Try)
    statements[index : index + 1] = statement.body
