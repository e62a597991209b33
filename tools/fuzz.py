"""Look for programs that crash the plugin or keep it busy.

    python -m tools.fuzz --programs 5000 --seed 1 [FOLDER …]

takes the Python files below the folders (without any: the test cases), changes each of many copies
in a few random places, and checks what comes out in the place of the file that it was made of, with
the safety net off. What is left of a program need not make sense, it only has to parse.

It prints how many programs there were, how many findings they had, the slowest, and what failed;
programs that failed are written to ``.fuzz``. With the option ``--grammar`` as many programs again
are made of nothing but Python's grammar, by hypothesmith, if that is installed.
"""

from __future__ import annotations

import argparse
import ast
import collections
import contextlib
import copy
import operator
import random
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from flake8_greenlet import analysis
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

HOME = Path(__file__).resolve().parent.parent
FAILED = HOME / ".fuzz"

#: CPU seconds that no file may take. In a large application the first one parses half of it.
TOO_LONG = 5.0

NONSENSE = (
    "None", "...", "0", "-1", "10**400", "1e400", "1j", "b''", "''", "()", "[]", "{}", "lambda: 0",
    "'selectin' if x else 'raise'", "[*()]", "{**{}}", "(yield)", "(x := x)", "'Nobody.nothing'",
    "not ...", "__import__", "print(...)", "*x", "await x", "f'{x!r:{x}}'", "x[::]", "x.y.z()",
)  # fmt: skip

LINES = (
    "from {module} import *",
    "import {module}",
    "from . import {module} as {name}",
    "from ....... import {name}",
    "{name} = {name}",
    "{name} = {name} | list[{name}]",
    "{name}: {name} = {name}",
    "class {name}({name}): pass",
    "class {name}({name}, {name}, metaclass={name}): lazy = {name}",
    "def {name}({name}={name}, *args: {name}, **kwargs: {name}): return {name}({name})",
    "async def {name}({name}): return await {name}({name})",
    "del {name}",
    "global {name}",
    "{name}.{name} = {name}",
    "{name}[{name}] += {name}",
    "{name}, *{name} = {name}",
    "for {name} in {name}: {name} = [{name} for {name} in {name}]",
    "while True: {name} = [{name}]",
    "with {name} as {name}.{name}: raise {name} from {name}",
    "async with {name}() as {name}: await {name}.commit()",
    "try: {name}\nexcept* {name} as {name}: {name}\nfinally: {name}",
    "match {name}:\n    case {{'{name}': [{name}, *_], **rest}} | {name}(): pass",
    "assert {name}, {name}",
    "@{name}\n@{name}()\ndef {name}(): yield from {name}()",
    "{name} = relationship({name}, lazy={name}, back_populates={name})",
    "{name} = select({name}).options(selectinload({name}), {name})",
    "{name} = sessionmaker({name}, expire_on_commit={name})",
)

TWINS: dict[type[ast.stmt], type[ast.stmt]] = {
    ast.FunctionDef: ast.AsyncFunctionDef,
    ast.AsyncFunctionDef: ast.FunctionDef,
    ast.For: ast.AsyncFor,
    ast.AsyncFor: ast.For,
    ast.With: ast.AsyncWith,
    ast.AsyncWith: ast.With,
}

Change = Callable[[random.Random, ast.Module, str], None]


def blocks(tree: ast.Module) -> list[list[ast.stmt]]:
    """The lists of statements in a program."""
    found = [
        getattr(node, field)
        for node in ast.walk(tree)
        for field in ("body", "orelse", "finalbody")
        if isinstance(getattr(node, field, None), list)
    ]
    return [block for block in found if block]


def places(tree: ast.Module) -> Iterator[tuple[ast.expr, Callable[[ast.expr], object]]]:
    """The expressions in a program, each with a function that puts another one in its place."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, ast.expr):
                yield value, partial(setattr, node, field)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield item, partial(operator.setitem, value, index)


def names(tree: ast.Module) -> list[ast.Name]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Name)]


def drop(chance: random.Random, tree: ast.Module, module: str) -> None:
    block = chance.choice(blocks(tree))
    del block[chance.randrange(len(block))]
    if not block:
        block.append(ast.Pass())


def move(chance: random.Random, tree: ast.Module, module: str) -> None:
    block, other = chance.choice(blocks(tree)), chance.choice(blocks(tree))
    other.insert(chance.randrange(len(other) + 1), copy.deepcopy(chance.choice(block)))


def insert(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = names(tree)
    name = chance.choice(known).id if known else "x"
    with contextlib.suppress(SyntaxError):
        new = ast.parse(chance.choice(LINES).format(name=name, module=module)).body
        block = chance.choice(blocks(tree))
        at = chance.randrange(len(block) + 1)
        block[at:at] = new


def wrap(chance: random.Random, tree: ast.Module, module: str) -> None:
    """Put a statement inside of others, up to as many as Python can nest."""
    block = chance.choice(blocks(tree))
    at = chance.randrange(len(block))
    statement = block[at]
    for _ in range(chance.choice([1, 2, 8, 18])):
        heads = ("if x", "while x", "for x in y", "with x", "async def f()", "class C", "try")
        text = f"{chance.choice(heads)}: pass"
        outer = ast.parse(text + ("\nexcept E: pass" if text.startswith("try") else "")).body[0]
        outer.body = [statement]  # type: ignore[attr-defined]
        statement = outer
    block[at] = statement


def swap_names(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = names(tree)
    if known:
        one, two = chance.choice(known), chance.choice(known)
        one.id, two.id = two.id, one.id


def swap_expressions(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = list(places(tree))
    if known:
        (one, put_one), (two, put_two) = chance.choice(known), chance.choice(known)
        put_one(copy.deepcopy(two))
        put_two(copy.deepcopy(one))


def talk_nonsense(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = list(places(tree))
    if known:
        text = chance.choice(NONSENSE)
        new = ast.parse(f"f({text})", mode="eval").body
        assert isinstance(new, ast.Call)
        chance.choice(known)[1](new.args[0])


def talk_nonsense_to_keywords(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]
    if known:
        new = ast.parse(f"f({chance.choice(NONSENSE)})", mode="eval").body
        assert isinstance(new, ast.Call)
        chance.choice(known).value = new.args[0]


def deepen(chance: random.Random, tree: ast.Module, module: str) -> None:
    """Make an expression very deep, or a literal very large."""
    known = list(places(tree))
    if not known:
        return
    _, put = chance.choice(known)
    times = chance.choice([5, 50, 90])
    text = chance.choice(
        ["x" + ".y" * times, "x" + "()" * times, "[" * times + "]" * times, "x" + "[0]" * times,
         "not " * times + "x", "x" + " + x" * times, "lambda: " * times + "x",
         "[" + "{'a': [1, x]}, " * 40 * times + "]", repr("a" * 1000 * times)]
    )  # fmt: skip
    put(ast.parse(text, mode="eval").body)


def toggle_await(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = [(e, put) for e, put in places(tree) if isinstance(e, (ast.Await, ast.Call))]
    if known:
        expression, put = chance.choice(known)
        put(expression.value if isinstance(expression, ast.Await) else ast.Await(expression))


def toggle_async(chance: random.Random, tree: ast.Module, module: str) -> None:
    known = [(b, i) for b in blocks(tree) for i, s in enumerate(b) if type(s) in TWINS]
    if known:
        block, at = chance.choice(known)
        old = block[at]
        block[at] = TWINS[type(old)](**dict(ast.iter_fields(old)))


CHANGES: tuple[Change, ...] = (
    drop, move, insert, insert, wrap, swap_names, swap_names, swap_expressions, talk_nonsense,
    talk_nonsense_to_keywords, talk_nonsense_to_keywords, deepen, toggle_await, toggle_async,
)  # fmt: skip


def mutant(chance: random.Random, tree: ast.Module, module: str) -> str | None:
    """The text of a changed copy of a program; None if it is no program any more."""
    tree = copy.deepcopy(tree)
    for _ in range(chance.choice([1, 2, 3, 5, 8, 20])):
        chance.choice(CHANGES)(chance, tree, module)
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError, TypeError, AttributeError):
        return None
    return text


class Outcome:
    """What became of the programs."""

    def __init__(self) -> None:
        self.programs = 0
        self.findings: collections.Counter[str] = collections.Counter()
        self.failures: collections.Counter[str] = collections.Counter()
        self.slowest = (0.0, "")

    def check(self, path: Path, text: str) -> None:
        """Check a program in the place of a file."""
        self.programs += 1
        tree, lines = ast.parse(text), text.splitlines(keepends=True)
        start = time.process_time()
        try:
            findings = GreenletChecker(tree, lines, str(path), Options()).findings()
        except Exception:
            self._fail(traceback.format_exc().strip().splitlines()[-3:], text)
            return
        took = time.process_time() - start
        self.slowest = max(self.slowest, (took, str(path)))
        if took > TOO_LONG:
            self._fail(["too long", f"{took:.1f} s", str(path)], text)
        self.findings.update(finding.code for finding in findings)

    def _fail(self, why: list[str], text: str) -> None:
        reason = " | ".join(map(str.strip, why))
        if not self.failures[reason]:
            FAILED.mkdir(exist_ok=True)
            (FAILED / f"{len(self.failures)}.py").write_text(f"# {reason}\n{text}\n", "utf-8")
            print(reason, file=sys.stderr)
        self.failures[reason] += 1

    def __str__(self) -> str:
        seconds, path = self.slowest
        found = ", ".join(f"{code} {number}" for code, number in sorted(self.findings.items()))
        return (
            f"{self.programs} programs, {sum(self.failures.values())} failed\n"
            f"findings: {found or 'none'}\nslowest: {seconds:.2f} s, in the place of {path}"
        )


def programs(folders: list[Path]) -> list[tuple[Path, ast.Module]]:
    """The files that may have to do with SQLAlchemy, parsed."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            with contextlib.suppress(SyntaxError, ValueError, OSError):
                text = path.read_text("utf-8")
                if "sqlalchemy" in text or "session" in text:
                    found.append((path, ast.parse(text)))
    return found


def by_grammar(outcome: Outcome, number: int, seed: int) -> None:
    """Programs that no human would write."""
    import hypothesis
    import hypothesmith

    def check(text: str) -> None:
        text = "from sqlalchemy.ext.asyncio import AsyncSession\n" + text
        with contextlib.suppress(SyntaxError, ValueError):
            ast.parse(text)
            outcome.check(FAILED / "nowhere.py", text)

    settings = hypothesis.settings(
        max_examples=number,
        deadline=None,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    hypothesis.seed(seed)(settings(hypothesis.given(hypothesmith.from_node())(check)))()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[HOME / "tests" / "cases"])
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--grammar", action="store_true")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # the parser's, about nonsense
    analysis.SAFETY_NET = False
    chance = random.Random(arguments.seed)
    outcome, known = Outcome(), programs(arguments.folders)
    while outcome.programs < arguments.programs:
        path, tree = chance.choice(known)
        text = mutant(chance, tree, path.stem)
        if text is not None:
            outcome.check(path, text)
    if arguments.grammar:
        by_grammar(outcome, arguments.programs, arguments.seed)
    print(outcome)
    return bool(outcome.failures)


if __name__ == "__main__":
    raise SystemExit(main())
