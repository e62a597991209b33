"""The executed cases: find them, read their markers, lint them, run them.

``tests/cases/README.md`` describes the format.  Nothing here knows a single code: a case says by
itself what the plugin must report and what the program must do.
"""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import json
import re
import subprocess
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

TESTS = Path(__file__).resolve().parent
CASES = TESTS / "cases"
ARTICLES = TESTS / "articles"

MARKER = re.compile(
    r"\#\ (?:(?P<code>GRN\d{3})(?:\[(?P<column>\d+)\])?|here):\ "
    r"(?P<outcome>blocks|never\ awaited|[A-Z]\w+)(?P<later>\ later)?(?::\ (?P<text>.+))?$",
    re.VERBOSE,
)
LOOKS_LIKE_A_MARKER = re.compile(r"GRN\d|^\#\s*here\b")
FINDING = re.compile(
    r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]+\d+) (?P<text>.+)"
)


@dataclass(frozen=True)
class Marker:
    """A trailing comment: what the plugin reports on this line, what the program does there."""

    path: str
    line: int
    outcome: str
    code: str | None = None
    column: int | None = None
    later: bool = False
    text: str = ""

    def __str__(self) -> str:
        return (
            f"{self.path}:{self.line}: {self.code or 'here'}: {self.outcome} {self.text}".rstrip()
        )

    def quotes(self, text: str) -> bool:
        """Whether this is in a text; "…" stands for anything."""
        pattern = ".*".join(map(re.escape, self.text.split("…")))
        return re.search(pattern, text, re.DOTALL) is not None


@dataclass(frozen=True)
class Finding:
    """One line of flake8's output."""

    line: int
    column: int
    code: str
    text: str


@dataclass(frozen=True)
class Program:
    """One twin of a case: a single file, or a folder whose entry is ``main.py``."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.relative_to(CASES).with_suffix("").as_posix()

    @property
    def root(self) -> Path:
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def entry(self) -> Path:
        return self.path / "main.py" if self.path.is_dir() else self.path

    @property
    def files(self) -> list[Path]:
        return sorted(self.path.rglob("*.py")) if self.path.is_dir() else [self.path]

    @property
    def linted(self) -> Path:
        """The folder that flake8 is run on: one twin, if it has options of its own, or all."""
        return self.root if self.path.is_dir() and configuration(self.root) else CASES

    @property
    def mains(self) -> list[str]:
        """The names of the functions to run, each in a process of its own."""
        tree = ast.parse(self.entry.read_bytes())
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [
            node.name
            for node in tree.body
            if isinstance(node, functions) and re.fullmatch(r"main(_\w+)?", node.name)
        ]

    def markers(self) -> list[Marker]:
        return [marker for path in self.files for marker in read_markers(path, self.root)]

    def unmet_requirements(self) -> list[str]:
        """Those of the header's ``# requires:`` that this environment does not meet."""
        header = re.search(r"^# requires: (.+)$", self.entry.read_text("utf-8"), re.MULTILINE)
        wanted = header[1].split(", ") if header else []
        return [text for text in wanted if not is_met(Requirement(text))]


def is_met(requirement: Requirement) -> bool:
    """Whether a distribution (or ``python`` itself) is here in a version that is asked for."""
    try:
        version = (
            ".".join(map(str, sys.version_info[:3]))
            if requirement.name == "python"
            else importlib.metadata.version(requirement.name)
        )
    except importlib.metadata.PackageNotFoundError:
        return False
    return requirement.specifier.contains(version, prereleases=True)


def find_programs() -> list[Program]:
    """Both twins of every case, in order."""
    twins = (CASES.glob(f"GRN*/*/{twin}") for twin in ("bad", "bad.py", "good", "good.py"))
    return [Program(path) for path in sorted(path for found in twins for path in found)]


def read_markers(path: Path, root: Path) -> Iterator[Marker]:
    """The markers of one file.  A comment that only looks like one is an error, not a remark."""
    with path.open("rb") as stream:
        comments = [t for t in tokenize.tokenize(stream.readline) if t.type == tokenize.COMMENT]
    for comment in comments:
        match = MARKER.search(comment.string)
        if match:
            yield Marker(
                path.relative_to(root).as_posix(),
                comment.start[0],
                match["outcome"],
                match["code"],
                int(match["column"]) if match["column"] else None,
                bool(match["later"]),
                match["text"] or "",
            )
        elif LOOKS_LIKE_A_MARKER.search(comment.string):
            raise ValueError(f"{path}:{comment.start[0]}: not a marker: {comment.string}")


def configuration(folder: Path) -> list[str]:
    """How flake8 is told to read the options that stand in a folder, where there are any."""
    options = {"setup.cfg": ["--config"], "pyproject.toml": ["--isolated", "--toml-config"]}
    found = [
        [*told, str(folder / name)] for name, told in options.items() if (folder / name).exists()
    ]
    return found[0] if found else []


@functools.cache
def lint(folder: Path) -> Mapping[Path, tuple[Finding, ...]]:
    """What ``flake8 --select GRN`` reports below *folder*, by file.

    One run for the whole folder: a file's findings may not depend on what is linted beside it.
    """
    form = "%(path)s:%(row)d:%(col)d: %(code)s %(text)s"
    options = [*(configuration(folder) or ["--isolated"]), "--require-plugins", "flake8-greenlet"]
    options += ["--select", "GRN"]
    command = [sys.executable, "-m", "flake8", *options, "--format", form, str(folder)]
    flake8 = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert flake8.returncode in (0, 1) and not flake8.stderr, flake8.stderr
    findings: dict[Path, list[Finding]] = defaultdict(list)
    for output in flake8.stdout.splitlines():
        match = FINDING.fullmatch(output)
        assert match, output
        findings[Path(match["path"])].append(
            Finding(int(match["line"]), int(match["column"]), match["code"], match["text"])
        )
    return {path: tuple(found) for path, found in findings.items()}


def disagreements(
    files: Iterable[Path], markers: Iterable[Marker], root: Path, linted: Path
) -> list[str]:
    """Where the plugin's lines and the markers differ, as sentences; empty if they agree."""
    expected = {(m.path, m.line, m.code): m.column for m in markers if m.code}
    reported: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for path in files:
        for finding in lint(linted).get(path, ()):
            key = (path.relative_to(root).as_posix(), finding.line, finding.code)
            reported[key].append(finding)
    problems = []
    for key in sorted(expected.keys() | reported.keys(), key=str):
        place = "{}:{}: {}".format(*key)
        column = expected.get(key)
        if key not in reported:
            problems.append(f"missed alarm: {place}")
        elif key not in expected:
            problems += [f"false alarm: {place} {finding.text}" for finding in reported[key]]
        elif column is not None and column not in [f.column for f in reported[key]]:
            columns = [finding.column for finding in reported[key]]
            problems.append(f"wrong column: {place}: {columns}, not {column}")
    return problems


@dataclass(frozen=True)
class Report:
    """What one run of one main did (see ``runner.py``)."""

    main: str
    raised: list[dict[str, Any]]
    warned: list[dict[str, Any]]
    blocked: list[list[list[Any]]]

    def shows(self, marker: Marker) -> bool:
        """Whether what the marker says happened at its line."""
        line = [marker.path, marker.line]
        if marker.outcome == "blocks":
            return any(line in stack for stack in self.blocked)
        if marker.outcome == "never awaited":
            found = [w for w in self.warned if "never awaited" in w["text"]]
        else:
            found = [e for e in self.raised if marker.outcome in e["names"]]
        return any(line in each["lines"] and marker.quotes(each["text"]) for each in found)

    def troubles(self) -> list[str]:
        """Everything that a mended program must not do."""
        raised = [f"{e['names'][0]}: {e['text']} {e['lines']}" for e in self.raised]
        warned = [f"{w['text']} {w['lines']}" for w in self.warned]
        blocked = [f"the event loop stood still: {stack}" for stack in self.blocked]
        return [f"{self.main}: {trouble}" for trouble in (*raised, *warned, *blocked)]


class Runner:
    """A ``runner.py`` process, and the conversation with it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(TESTS / "runner.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, program: Program, main: str, cwd: Path) -> Report:
        """Run one main of *program* in a new process whose working directory is *cwd*."""
        request = {
            "root": str(program.root),
            "entry": str(program.entry),
            "main": main,
            "cwd": str(cwd),
        }
        assert self.process.stdin and self.process.stdout
        print(json.dumps(request), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        assert "died" not in answer, f"{program.id}: {main} died, status {answer['died']}"
        return Report(main, answer["raised"], answer["warned"], answer["blocked"])

    def close(self) -> None:
        self.process.communicate()
