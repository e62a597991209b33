"""The field report says what its records say, and these are good enough."""

from __future__ import annotations

import pytest

from benchmarks.field import report
from benchmarks.field.records import VERDICTS, Application, Records

RECORDS = Records.read()
BLOCKING = {"GRN001", "GRN003"}


def test_the_document_is_what_the_records_make() -> None:
    text = report.DOCUMENT.read_text("utf-8")
    assert report.rendered(text, RECORDS) == text


def test_every_finding_is_judged_and_the_reason_given() -> None:
    for application in RECORDS.applications:
        for finding in application.findings:
            assert finding.verdict in VERDICTS, finding
            assert finding.reason, finding


def test_the_findings_are_true() -> None:
    assert len(RECORDS.applications) >= 12
    assert report.precision(RECORDS) >= 0.95


@pytest.mark.parametrize(
    "application",
    [each for each in RECORDS.applications if each.kind == "sync"],
    ids=lambda application: application.repository,
)
def test_where_all_is_synchronous_only_blocking_is_told(application: Application) -> None:
    assert application.files
    assert {finding.code for finding in application.findings} <= BLOCKING


def test_every_bug_of_the_past_is_explained() -> None:
    assert len(RECORDS.history) >= 15
    for bug in RECORDS.history:
        assert bug.why, bug
