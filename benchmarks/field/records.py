"""What is kept of applications, of their findings, and of bugs that they have mended."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
APPLICATIONS = HERE / "applications.json"
HISTORY = HERE / "history.json"

VERDICTS = ("true", "false", "undecidable")


@dataclass(frozen=True)
class Judged:
    """One finding, and what reading the code has said of it.

    Attributes:
        path: the file, below the folder of the repository.
        verdict: one of `VERDICTS`; empty as long as nobody has read it.
        reason: why, in a line.
    """

    path: str
    line: int
    code: str
    message: str
    verdict: str = ""
    reason: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same where lines above are added or removed."""
        return self.path, self.code, self.message


@dataclass(frozen=True)
class Application:
    """A repository at a commit.

    Attributes:
        repository: `owner/name`.
        kind: `async` where it uses SQLAlchemy's asyncio extension, `sync` where it does not,
            `both` where it has sessions of both kinds.
        files: how many Python files it has.
    """

    repository: str
    commit: str
    kind: str
    files: int = 0
    findings: tuple[Judged, ...] = ()


@dataclass(frozen=True)
class Mended:
    """A commit that has mended a bug of the kind that the plugin looks for.

    Attributes:
        fix: the commit; `parent` is the one before it, which still has the bug.
        path, line: where the parent goes wrong.
        cause: the code that stands for it, or `none`.
        files: what is linted: the files that the commit has changed, and the one of the bug.
        before, after: what the plugin tells of the bug in the parent and in the fix; empty where
            it tells nothing.
        why: what the bug was; and where it is missed, which link of the chain is not followed.
    """

    repository: str
    fix: str
    parent: str
    date: str
    message: str
    path: str
    line: int
    cause: str
    files: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    why: str = ""

    @property
    def found(self) -> bool:
        """Told before the fix, and no more after it."""
        return bool(self.before) and not self.after


@dataclass
class Records:
    """Everything that is kept."""

    applications: list[Application] = field(default_factory=list)
    history: list[Mended] = field(default_factory=list)

    @classmethod
    def read(cls) -> Records:
        applications = [
            Application(**{**each, "findings": tuple(Judged(**one) for one in each["findings"])})
            for each in json.loads(APPLICATIONS.read_text("utf-8"))
        ]
        history = [
            Mended(**{**each, "files": tuple(each["files"])})
            for each in json.loads(HISTORY.read_text("utf-8"))
        ]
        return cls(applications, history)

    def write(self) -> None:
        _write(APPLICATIONS, self.applications)
        _write(HISTORY, self.history)


def _write(path: Path, records: list[Any]) -> None:
    plain = [dataclasses.asdict(each) for each in records]
    path.write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n", "utf-8")
