"""What all tests share: the plugin without its safety net, so that no crash is swallowed."""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flake8_greenlet import analysis
from flake8_greenlet.analysis import Finding
from flake8_greenlet.options import Options
from flake8_greenlet.plugin import GreenletChecker

# The benchmarks are no part of what is installed, and what is installed comes first.
sys.path.append(str(Path(__file__).resolve().parent.parent))

Lint = Callable[..., list[Finding]]

collect_ignore = ["cases"]  # some of them are test suites themselves, with their own findings


@pytest.fixture(scope="session", autouse=True)
def no_safety_net() -> Iterator[None]:
    """An unexpected exception fails the test in which it happens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "SAFETY_NET", False)
        yield


@pytest.fixture(scope="session")
def lint() -> Lint:
    """The findings of a file, or of a buffer that takes its place."""

    def findings(
        path: Path | str, source: str | None = None, options: Options | None = None
    ) -> list[Finding]:
        text = Path(path).read_text("utf-8") if source is None else source
        # As flake8 reads: a form feed ends no line.
        lines = io.StringIO(text).readlines()
        return GreenletChecker(ast.parse(text), lines, str(path), options or Options()).findings()

    return findings
