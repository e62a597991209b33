"""What the well-known articles show: their "before" is flagged where they say, the rest is not.

These files are read by the plugin only.  Their markers have the format of the executed cases;
what the outcomes really look like is executed there.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import harness
from harness import ARTICLES

pytestmark = pytest.mark.xdist_group("linted articles")


def by_id(pattern: str) -> pytest.MarkDecorator:
    paths = sorted(ARTICLES.glob(pattern))
    ids = [path.relative_to(ARTICLES).with_suffix("").as_posix() for path in paths]
    return pytest.mark.parametrize("path", paths, ids=ids)


@by_id("GRN*/*/before.py")
def test_before_is_flagged_where_the_article_says(path: Path) -> None:
    markers = list(harness.read_markers(path, path.parent))
    assert {marker.code for marker in markers} - {None} == {path.parent.parent.name}
    assert not harness.disagreements([path], markers, path.parent, ARTICLES)


@by_id("GRN*/*/after.py")
def test_after_is_clean(path: Path) -> None:
    assert not harness.disagreements([path], [], path.parent, ARTICLES)


@by_id("silent/*.py")
def test_a_look_alike_stays_silent(path: Path) -> None:
    assert not harness.disagreements([path], [], path.parent, ARTICLES)
