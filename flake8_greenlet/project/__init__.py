"""Files: which one an import means, and what stands in it.

`Project` answers for one tree of source files, `Module` is one parsed file. Nothing here knows
what a name means, and nothing here ever imports or runs the code that it reads.
"""

from __future__ import annotations

from flake8_greenlet.project.finder import Project
from flake8_greenlet.project.module import Module, parse

__all__ = ["Module", "Project", "parse"]
