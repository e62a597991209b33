"""Every case of ``tests/cases``: the plugin's lines, and what the real SQLAlchemy does there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import harness
from harness import CASES, Program, Runner

PROGRAMS = harness.find_programs()
BAD = [program for program in PROGRAMS if program.path.stem == "bad"]
GOOD = [program for program in PROGRAMS if program.path.stem == "good"]


def by_id(programs: list[Program]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("program", programs, ids=[program.id for program in programs])


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


def skip_unless_runnable(program: Program) -> None:
    unmet = program.unmet_requirements()
    if unmet:
        pytest.skip("requires " + ", ".join(unmet))


@pytest.mark.parametrize("case", sorted(CASES.glob("GRN*/*")), ids=lambda case: case.name)
def test_a_case_is_well_formed(case: Path) -> None:
    bad, good = (
        [program for program in twins if program.path.parent == case] for twins in (BAD, GOOD)
    )
    assert len(bad) == len(good) == 1, "a case has one bad and one good twin"
    markers = bad[0].markers()
    assert {m.code for m in markers} - {None} == {case.parent.name}, "one bug, one code"
    for marker in markers:
        here = [m for m in markers if m.code is None and m.outcome == marker.outcome]
        assert not marker.later or here, f"{marker} later, but no line says '# here:'"
    assert good[0].markers() == []
    assert good[0].mains == bad[0].mains != []


@pytest.mark.xdist_group("linted cases")  # all of them in one run of flake8, and not once more
@by_id(PROGRAMS)
def test_the_plugin_reports_the_marked_lines(program: Program) -> None:
    assert not harness.disagreements(program.files, program.markers(), program.root, program.linted)


@by_id(BAD)
def test_the_bad_twin_goes_wrong_where_it_says(
    program: Program, runner: Runner, tmp_path: Path
) -> None:
    skip_unless_runnable(program)
    reports = []
    for main in program.mains:
        (tmp_path / main).mkdir()
        reports.append(runner.run(program, main, tmp_path / main))
    markers = [marker for marker in program.markers() if not marker.later]
    everything = "\n".join(trouble for report in reports for trouble in report.troubles())
    for marker in markers:
        assert any(report.shows(marker) for report in reports), f"{marker}, but\n{everything}"
    for report in reports:
        shown = [marker for marker in markers if report.shows(marker)]
        assert shown, f"{report.main} goes wrong nowhere:\n{everything}"
        if report.raised:
            outcomes = {marker.outcome for marker in shown}
            names = {name for error in report.raised for name in error["names"]}
            assert outcomes & names, f"{report.main} ends with something else:\n{everything}"


@by_id(GOOD)
def test_the_good_twin_runs_clean(program: Program, runner: Runner, tmp_path: Path) -> None:
    skip_unless_runnable(program)
    for main in program.mains:
        (tmp_path / main).mkdir()
        assert not runner.run(program, main, tmp_path / main).troubles()
