"""flake8's door: a tree, its lines and a file name in; findings out."""

from __future__ import annotations

import argparse
import ast
import gc
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import flake8_greenlet
from flake8_greenlet import mentions
from flake8_greenlet import options as option_table
from flake8_greenlet.options import Options
from flake8_greenlet.project import Module, Project

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

    from flake8_greenlet.analysis import Finding
    from flake8_greenlet.interpreter.world import World

Report = tuple[int, int, str, type]

PASTED = (b"AsyncSession", b"sessionmaker", b"create_async_engine", b"create_engine")
SESSION_CALLS = (b".commit()", b".flush()", b".rollback()", b".refresh(")

#: What a character of source takes while it stays parsed, with what was concluded from it: at most
#: 70 bytes in large applications.
BYTES_OF_A_CHARACTER = 70
#: One file may need more than the bound by itself. It is let go of only after files of an eighth of
#: its size were checked since, which takes longer than parsing it again.
PARSED_AGAIN = 8


class GreenletChecker:
    """The plugin that flake8 makes anew for every file."""

    name = "flake8-greenlet"
    version = flake8_greenlet.__version__

    _options: ClassVar[Options] = Options()
    _world: ClassVar[tuple[object, World] | None] = None
    """What names stand for, kept from file to file until something on disk changes."""
    _checked: ClassVar[dict[str, int]] = {}
    """The files that were checked since anything was let go of, and how large they are."""

    def __init__(
        self,
        tree: ast.Module,
        lines: list[str],
        filename: str = "-",
        options: argparse.Namespace | Options | None = None,
    ) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename
        self.options = options if isinstance(options, Options) else type(self)._options

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Declare `--greenlet-…`."""
        option_table.add_options(manager)

    @classmethod
    def parse_options(cls, namespace: argparse.Namespace) -> None:
        """Take over what flake8 has parsed; nothing of an earlier run remains."""
        try:
            GreenletChecker._options = option_table.parse(namespace)
        except ValueError as error:
            from flake8.exceptions import ExecutionError

            raise ExecutionError(str(error)) from error
        GreenletChecker._world = None

    def run(self) -> Iterator[Report]:
        """The findings, as flake8 wants them: row, column, text, type."""
        for finding in self._findings_in_any_case():
            yield finding.row, finding.column, f"{finding.code} {finding.text}", type(self)

    def _findings_in_any_case(self) -> list[Finding]:
        """The findings; none, if the unexpected happens: what escaped from here would cost the
        user the findings of all other plugins, in all other files."""
        try:
            return self.findings()
        except Exception:
            from flake8_greenlet import analysis

            if not analysis.SAFETY_NET:
                raise
            analysis.LOG.debug("%s was given up", self.filename, exc_info=True)
            return []

    def findings(self) -> list[Finding]:
        """The findings of this file."""
        options = self.options
        project = Project.of(self.filename, options.import_roots)
        if not options.follow_imports:
            project = Project(None)
        project.refresh()
        self._let_go()
        module = project.buffer(self.filename, self.tree, self.lines)
        if not self._concerns(project, module):
            return []
        from flake8_greenlet.analysis import analyse

        return analyse(self._world_of(project), module, self.lines, options.budget)

    def _let_go(self) -> None:
        """Keep what earlier files have left behind within its bound."""
        held, checked = Project.held(), GreenletChecker._checked
        checked[self.filename] = sum(map(len, self.lines))
        bound = self.options.memory * 1_000_000 // BYTES_OF_A_CHARACTER
        if bound < held < PARSED_AGAIN * sum(checked.values()):
            Project.release()
            GreenletChecker._world = None
            checked.clear()
            gc.collect()  # trees and what was made of them refer to each other in circles

    def _world_of(self, project: Project) -> World:
        from flake8_greenlet.interpreter.world import World
        from flake8_greenlet.libraries import KnownLibraries, Settings

        options = self.options
        key = (id(project), project.generation, options)
        kept = GreenletChecker._world
        if kept is not None and kept[0] == key:
            return kept[1]
        settings = Settings(
            options.sqlalchemy_version,
            options.expire_on_commit,
            options.session_names,
            options.model_bases,
        )
        world = World(project, KnownLibraries(settings))
        GreenletChecker._world = (key, world)
        return world

    def _concerns(self, project: Project, module: Module) -> bool:
        """Whether the file can have anything to do with SQLAlchemy: most have not, and must
        cost next to nothing."""
        source = "".join(self.lines).encode(errors="replace")
        if any(word in source for word in PASTED):
            return True
        if b"async def" in source and any(call in source for call in SESSION_CALLS):
            return True
        named = self.options.session_names | self.options.model_bases
        return project.reaches(module, mentions.words(named))


class PreventiveChecker:
    """The opt-in rules, `GRN9`: users write `enable-extensions = GRN9`."""

    name = "flake8-greenlet-preventive"
    version = flake8_greenlet.__version__
    off_by_default = True

    def __init__(self, tree: ast.Module) -> None:
        self.tree = tree

    def run(self) -> Iterator[Report]:
        """No preventive rule exists yet."""
        return iter(())
