"""Both sides of a program, and what they disagree about."""

from __future__ import annotations

import ast
import functools
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from flake8_greenlet import analysis
from flake8_greenlet.events import AttributeRead, Expired
from flake8_greenlet.interpreter.world import World
from flake8_greenlet.libraries import KnownLibraries, Settings
from flake8_greenlet.options import Options
from flake8_greenlet.positions import position
from flake8_greenlet.project import Project

from .execution import Execution, Outcome, Place
from .grammar import Program


@dataclass
class Comparison:
    """What SQLAlchemy did, and what the plugin says that it does."""

    program: Program
    outcome: Outcome
    reported: dict[Place, set[str]]
    """What the plugin says of a place."""

    @property
    def missed(self) -> set[Place]:
        return self.outcome.required - set(self.reported)

    @property
    def false(self) -> set[Place]:
        """What never ran is not judged: the database has no rows for it."""
        judged = set(self.reported) & self.outcome.reached
        return judged - self.outcome.required - self.outcome.allowed

    @property
    def hits(self) -> set[Place]:
        return self.outcome.required & set(self.reported)

    @property
    def repeated(self) -> set[Place]:
        """Reported, although an earlier finding of that object and cause stands for it."""
        folded = {one.place for one in self.outcome.raised if one.cause == "folded"}
        return set(self.reported) & folded - self.outcome.required

    @property
    def open(self) -> set[Place]:
        """What raised, but need not be reported: see "Folding" and what follows it."""
        return self.outcome.allowed

    @property
    def agrees(self) -> bool:
        return not self.missed and not self.false

    def text(self) -> str:
        """The program, with what both sides say beside its lines."""
        lines = []
        for name, source in self.program.files.items():
            lines.append(f"# {name}.py")
            for number, line in enumerate(source.splitlines(), 1):
                lines.append(self._line((name, number), line))
            lines.append("")
        return "\n".join(lines)

    def _line(self, place: Place, line: str) -> str:
        notes = []
        if place in self.missed or place in self.false:
            notes.append("MISSED" if place in self.missed else "FALSE ALARM")
        raised = sorted(
            {
                f"{one.attribute} {one.cause}{'' if one.required else ' (may)'}"
                for one in self.outcome.raised
                if one.place == place
            }
        )
        if raised:
            notes.append("raised: " + ", ".join(raised))
        if place in self.reported:
            notes.append("plugin: " + ", ".join(sorted(self.reported[place])))
        return f"{line}  # <<< {'; '.join(notes)}" if notes else line


@dataclass
class Sum:
    """The figures of many comparisons."""

    programs: int = 0
    runs: int = 0
    hits: int = 0
    missed: int = 0
    false: int = 0
    repeated: int = 0
    open: int = 0
    open_told: int = 0
    scattered: int = 0
    scattered_told: int = 0
    ends: dict[str, int] = field(default_factory=dict)

    def add(self, comparison: Comparison) -> None:
        self.programs += 1
        self.runs += comparison.outcome.runs
        self.hits += len(comparison.hits)
        self.missed += len(comparison.missed)
        self.false += len(comparison.false)
        self.repeated += len(comparison.repeated)
        self.open += len(comparison.open)
        self.open_told += len(comparison.open & set(comparison.reported))
        scattered = comparison.outcome.scattered - comparison.outcome.required
        self.scattered += len(scattered)
        self.scattered_told += len(scattered & set(comparison.reported))
        for end in comparison.outcome.ends:
            self.ends[end] = self.ends.get(end, 0) + 1

    @property
    def recall(self) -> float:
        return self.hits / max(1, self.hits + self.missed)

    @property
    def precision(self) -> float:
        return self.hits / max(1, self.hits + self.false)


def describe(event: AttributeRead) -> str:
    """A read, as the plugin tells of it."""
    cause = event.cause
    name = f"expired by {cause.by}" if isinstance(cause, Expired) else type(cause).__name__
    return f"{event.owner}.{event.attribute} {name}"


def report(program: Program) -> dict[Place, set[str]]:
    """What the plugin says of a program."""
    with tempfile.TemporaryDirectory(prefix="differential") as folder:
        (Path(folder) / "pyproject.toml").touch()
        return _report(program, Path(folder))


def _report(program: Program, folder: Path) -> dict[Place, set[str]]:
    paths = {name: folder / f"{name}.py" for name in program.files}
    for name, path in paths.items():
        path.write_text(program.files[name], "utf-8")
    reported: dict[Place, set[str]] = {}
    for name, path in paths.items():
        source = program.files[name]
        lines = source.splitlines(keepends=True)
        project = Project.of(str(path), ())
        project.refresh()
        module = project.buffer(str(path), ast.parse(source), lines)
        world = World(project, KnownLibraries(Settings()))
        for happening in analysis.happenings(world, module, Options().budget):
            event = happening.event
            if isinstance(event, AttributeRead):
                line, _ = position(happening.node, lines)
                reported.setdefault((name, line), set()).add(describe(event))
    return reported


@functools.cache
def execution() -> Execution:
    """What runs the programs of this process; whoever is through with it closes it."""
    return Execution()


def compare(program: Program) -> Comparison:
    """Ask both sides."""
    reported = report(program)
    return Comparison(program, execution().run(program, set(reported)), reported)
