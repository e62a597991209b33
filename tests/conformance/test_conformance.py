"""Every scenario: what SQLAlchemy does, and what the plugin says that it does."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance import VERSION, harness
from conformance.harness import CODES, Analysis, Scenario

SCENARIOS = harness.find_scenarios()


def parametrized(*, plugin: bool) -> pytest.MarkDecorator:
    cases = []
    for scenario in SCENARIOS:
        marks = []
        if not scenario.exists:
            marks.append(pytest.mark.skip(reason="not with this SQLAlchemy"))
        elif plugin and scenario.mark("wrong"):
            marks.append(pytest.mark.xfail(strict=True, reason=scenario.mark("wrong")))
        cases.append(pytest.param(scenario, id=scenario.id, marks=marks))
    return pytest.mark.parametrize("scenario", cases)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("conformance") / "database"
    harness.make_database(path)
    gc.freeze()  # Each run collects its own garbage, and need not look through all of this again.
    yield path
    gc.unfreeze()


@parametrized(plugin=False)
def test_sqlalchemy_does_what_the_scenario_says(
    scenario: Scenario, database: Path, tmp_path: Path
) -> None:
    assert harness.run(scenario, database, tmp_path) == scenario.raised


@parametrized(plugin=True)
def test_the_plugin_says_what_sqlalchemy_does(scenario: Scenario) -> None:
    seen = set() if scenario.read is None or scenario.mark("unseen") else {scenario.read}
    plugin = Analysis.of(scenario.chapter)
    assert plugin.reads_of(scenario) == seen
    reported = {(read.line, CODES[read.cause]) for read in seen}
    assert plugin.findings_of(scenario) == reported


def test_every_scenario_says_something_of_its_own() -> None:
    ids = [scenario.id for scenario in SCENARIOS]
    assert len(set(ids)) == len(ids) >= 120
    silent = [scenario for scenario in SCENARIOS if scenario.read is None]
    assert len(silent) > len(SCENARIOS) / 2
    for scenario in SCENARIOS:
        if scenario.mark("unseen"):
            assert scenario.read is not None, f"{scenario.id} has nothing to see"


def test_every_cause_that_has_a_code_is_seen_somewhere() -> None:
    seen = {s.read.cause for s in SCENARIOS if s.read and not s.mark("unseen")}
    new = {"write-only"} if VERSION < (2, 0) else set()
    # What a schema reads, it reads for whatever cause.
    assert seen >= {cause for cause in CODES if not cause.endswith("by a schema")} - new
