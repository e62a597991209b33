"""The Sphinx configuration: https://www.sphinx-doc.org/en/master/usage/configuration.html."""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

import flake8_greenlet  # noqa: E402
import rule_pages  # noqa: E402

project = "flake8-greenlet"
author = "the flake8-greenlet contributors"
copyright = f"2026, {author}"
version = release = flake8_greenlet.__version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"{project} {version}"

rule_pages.write_pages()
