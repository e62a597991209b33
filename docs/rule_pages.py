"""What the documentation takes from the checkers: a page for each rule, and the table of rules.

    python docs/rule_pages.py

writes the table into README.md. The pages are written whenever the documentation is built, into
``docs/rules/``, and are not kept in the repository. The examples are the executed cases themselves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from flake8_greenlet.checkers import Checker, catalogue

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "cases"
README = ROOT / "README.md"
RULES = ROOT / "docs" / "rules"

TABLE = re.compile(r"(?<=<!-- rules -->\n).*?(?=<!-- /rules -->)", re.DOTALL)


def table(checkers: Iterable[Checker], link: str = "{code}") -> str:
    """The rules as a Markdown table. *link* says how a code is written, with ``{code}`` in it."""
    rows = [f"| {link.format(code=rule.code)} | {rule.summary} |" for rule in checkers]
    return "\n".join(["| code | what it finds |", "|---|---|", *rows, ""])


def with_table(text: str, checkers: Iterable[Checker]) -> str:
    """*text* with the table between its ``<!-- rules -->`` marks brought up to date."""
    new = table(checkers)
    return TABLE.sub(lambda _: new, text)


def page(rule: Checker) -> str:
    """The page of one rule: what its checker says of it, then its cases."""
    parts = [f"# {rule.code}: {rule.summary}", rule.explanation.strip()]
    folders = sorted(path for path in (CASES / rule.code).iterdir() if path.is_dir())
    if folders:
        parts += ["## Examples", "The tests run these programs, and see what the comments say."]
    for folder in folders:
        parts += example(folder)
    return "\n\n".join(parts) + "\n"


def example(folder: Path) -> Iterator[str]:
    """One case: the files in which something is wrong, and how its twin differs."""
    bad, good = sources(folder, "bad"), sources(folder, "good")
    entry = bad.get("main.py") or next(iter(bad.values()))
    docstring = ast.get_docstring(ast.parse(entry.read_bytes())) or folder.name.replace("_", " ")
    yield f"### {docstring.splitlines()[0].rstrip('.')}"
    for name, path in bad.items():
        marked = marked_lines(path)
        if marked:
            lines = ",".join(map(str, marked))
            yield include(path, f":caption: {name}", f":emphasize-lines: {lines}")
    yield "Mended:"
    for name, path in good.items():
        if name not in bad:
            yield include(path, f":caption: {name} (new)")
        elif path.read_bytes() != bad[name].read_bytes():
            yield include(path, f":diff: {relative(bad[name])}")


def sources(folder: Path, twin: str) -> dict[str, Path]:
    """The files of one twin, by the name that they share with those of the other."""
    if (folder / twin).is_dir():
        root = folder / twin
        return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.py"))}
    return {"main.py": folder / f"{twin}.py"}


def marked_lines(path: Path) -> list[int]:
    lines = path.read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if re.search(r"# GRN\d{3}", line)]


def include(path: Path, *options: str) -> str:
    return "\n".join([f"```{{literalinclude}} {relative(path)}", *options, "```"])


def relative(path: Path) -> str:
    """*path* as seen from the rule's page."""
    return f"../../{path.relative_to(ROOT).as_posix()}"


def write_pages(folder: Path = RULES) -> None:
    """Write the pages of all rules, and the list of them, into *folder*."""
    rules = catalogue()
    toctree = "\n".join(["```{toctree}", ":hidden:", "", *(rule.code for rule in rules), "```"])
    pages = {rule.code: page(rule) for rule in rules}
    pages["index"] = "\n".join(["# Rules", "", table(rules, "[{code}]({code}.md)"), toctree, ""])
    folder.mkdir(exist_ok=True)
    for stale in set(folder.glob("*.md")) - {folder / f"{name}.md" for name in pages}:
        stale.unlink()
    for name, text in pages.items():
        path = folder / f"{name}.md"
        # Sphinx builds anew what is newer than its page.
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


if __name__ == "__main__":
    README.write_text(with_table(README.read_text("utf-8"), catalogue()), "utf-8")
