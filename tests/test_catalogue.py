"""A rule is whole: its checker, its cases, its page, and its lines in README and CHANGELOG.

And an option is: what ``flake8 --help`` shows is what the documentation explains.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import rule_pages
from flake8_greenlet.checkers import Checker, catalogue, messages
from flake8_greenlet.events import AttributeRead, Expired, Kind

ROOT = Path(__file__).resolve().parent.parent
CODES = [rule.code for rule in catalogue()]

each_rule = pytest.mark.parametrize("rule", catalogue(), ids=CODES)


def test_the_catalogue_is_in_order_and_holds_each_code_once() -> None:
    assert CODES
    assert sorted(set(CODES)) == CODES
    assert all(re.fullmatch(r"GRN\d{3}", code) for code in CODES)


@each_rule
def test_a_rule_explains_itself(rule: Checker) -> None:
    assert rule.summary == rule.summary.strip()
    assert "\n" not in rule.summary and "|" not in rule.summary and not rule.summary.endswith(".")
    assert "**What really happens.**" in rule.explanation
    assert "**How to mend it.**" in rule.explanation
    # The page has the code and the summary for its heading, and adds the examples.
    assert not re.search(r"^#", rule.explanation, re.MULTILINE)


def test_each_rule_has_cases_and_each_case_a_rule() -> None:
    folders = {path.name for path in (ROOT / "tests" / "cases").glob("GRN*") if any(path.iterdir())}
    assert folders == set(CODES)


@each_rule
def test_a_rule_has_four_cases_and_some_of_several_files(rule: Checker) -> None:
    cases = [path for path in (ROOT / "tests" / "cases" / rule.code).iterdir() if path.is_dir()]
    assert len(cases) >= 4
    assert any((path / "bad").is_dir() for path in cases)


def test_the_changelog_announces_each_code_once() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert sorted(re.findall(r"^- (GRN\d{3}): ", changelog, re.MULTILINE)) == CODES


def test_the_readme_holds_the_table() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    found = rule_pages.TABLE.search(readme)
    assert found, "README.md has lost its <!-- rules --> marks"
    assert found[0] == rule_pages.table(catalogue()), "run python docs/rule_pages.py"


def test_each_rule_gets_a_page(tmp_path: Path) -> None:
    (tmp_path / "GRN000.md").write_text("of a rule that is no more", "utf-8")
    rule_pages.write_pages(tmp_path)
    assert sorted(path.stem for path in tmp_path.iterdir()) == [*CODES, "index"]
    for rule in catalogue():
        text = (tmp_path / f"{rule.code}.md").read_text("utf-8")
        assert text.startswith(f"# {rule.code}: {rule.summary}\n")
        assert rule.explanation.strip() in text
        assert ":emphasize-lines:" in text and ":diff:" in text


def test_each_option_is_documented() -> None:
    flake8 = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    options = set(re.findall(r"^ +(--greenlet-[a-z-]+)", flake8.stdout, re.MULTILINE))
    assert options
    readme = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(--greenlet-[a-z-]+)`", readme, re.MULTILINE)) == options
    page = (ROOT / "docs" / "options.md").read_text("utf-8")
    assert set(re.findall(r"^## `(--greenlet-[a-z-]+)`", page, re.MULTILINE)) == options


@pytest.mark.parametrize(
    ("kind", "refresh"),
    [
        (Kind.COLUMN, "await session.refresh(user)"),
        # Without its name, a refresh drops what the object's query has not loaded.
        (Kind.COLLECTION, 'await session.refresh(user, ["x"])'),
        (Kind.SCALAR, 'await session.refresh(user, ["x"])'),
    ],
)
@pytest.mark.parametrize("by", ["commit()", "expire()"])
def test_a_refresh_is_advised_that_brings_it_back(kind: Kind, refresh: str, by: str) -> None:
    event = AttributeRead("User", "x", kind, Expired(by), False, True, "user")
    [(code, text)] = messages(event)
    assert code == ("GRN009" if by == "commit()" else "GRN010")
    assert text.endswith(refresh)
