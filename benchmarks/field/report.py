"""The tables of `docs/field-report.md`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.field.records import Application, Judged, Mended, Records

DOCUMENT = Path(__file__).parents[2] / "docs" / "field-report.md"
GENERATED = re.compile(r"(<!-- begin (\w+) -->\n).*?(<!-- end \2 -->)", re.DOTALL)


def rendered(text: str, records: Records) -> str:
    """The document with its tables as they have to be.

    Raises:
        KeyError: the document asks for a table that is not made here.
    """
    tables = {
        "summary": summary(records),
        "applications": applications(records.applications),
        "findings": findings(records.applications),
        "history": history(records.history),
    }
    return GENERATED.sub(lambda match: f"{match[1]}{tables[match[2]]}\n{match[3]}", text)


def judged(records: Records) -> Counter[str]:
    """How often each verdict was given."""
    return Counter(one.verdict for each in records.applications for one in each.findings)


def precision(records: Records) -> float:
    """The share of the true ones among the findings that could be decided."""
    verdicts = judged(records)
    decided = verdicts["true"] + verdicts["false"]
    return verdicts["true"] / decided if decided else 1.0


def summary(records: Records) -> str:
    verdicts = judged(records)
    files = sum(each.files for each in records.applications)
    found = sum(each.found for each in records.history)
    return (
        f"{len(records.applications)} repositories, {files:,} Python files, "
        f"{sum(verdicts.values())} findings: {verdicts['true']} true, {verdicts['false']} false, "
        f"{verdicts['undecidable']} undecidable. Precision: {precision(records):.2f}.\n\n"
        f"{len(records.history)} commits that mended such a bug: {found} of the bugs are told "
        f"in the commit before, and no more in the fix."
    )


def applications(records: Iterable[Application]) -> str:
    rows = []
    for each in records:
        codes = Counter(one.code for one in each.findings)
        verdicts = Counter(one.verdict for one in each.findings)
        rows.append(
            (
                _repository(each.repository, each.commit),
                each.kind,
                f"{each.files:,}",
                ", ".join(f"{code} {codes[code]}" for code in sorted(codes)) or "none",
                ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in sorted(verdicts)) or "",
            )
        )
    return _table(("repository", "sessions", "files", "findings", "judged"), rows)


def findings(records: Iterable[Application]) -> str:
    rows = [
        (_place(each, one), one.code, one.message, one.verdict, one.reason)
        for each in records
        for one in each.findings
    ]
    return _table(("where", "code", "finding", "verdict", "why"), rows)


def history(records: Iterable[Mended]) -> str:
    rows = []
    for each in records:
        if each.found:
            verdict = "told, and gone with the fix"
        elif each.before:
            verdict = "told, and told still after the fix"
        else:
            verdict = "missed"
        rows.append(
            (
                _repository(each.repository, each.fix),
                each.date,
                f"`{each.path}:{each.line}`",
                each.cause,
                verdict,
                each.why,
            )
        )
    return _table(("fix", "date", "the bug", "cause", "verdict", "what it was"), rows)


def _repository(repository: str, commit: str) -> str:
    return f"{repository}@`{commit[:12]}`"


def _place(application: Application, finding: Judged) -> str:
    return f"{application.repository}, `{finding.path}:{finding.line}`"


def _table(titles: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(_lines([titles, ("---",) * len(titles), *rows]))


def _lines(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
