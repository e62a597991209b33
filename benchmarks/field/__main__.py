"""Lint the applications, keep what was judged, write the report."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from benchmarks.field import report, sources
from benchmarks.field.records import Application, Judged, Mended, Records


def main(arguments: list[str] | None = None) -> int:
    """Returns the number of findings that nobody has judged."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.field", description=__doc__)
    parser.add_argument("names", nargs="*", help="only repositories whose name has this in it")
    parser.add_argument(
        "--source", default=sources.FROM, help="where repositories are (%(default)s)"
    )
    parser.add_argument("--report-only", action="store_true", help="lint nothing")
    parser.add_argument("--jobs", type=int, default=2, help="of flake8 (%(default)s)")
    options = parser.parse_args(arguments)
    records = Records.read()

    def wanted(repository: str) -> bool:
        names = [] if options.report_only else options.names or [""]
        return any(name in repository for name in names)

    for place, each in enumerate(records.applications):
        if wanted(each.repository):
            records.applications[place] = linted(each, options.source, options.jobs)
            records.write()
            print(report.applications([records.applications[place]]).splitlines()[-1])
    for place, bug in enumerate(records.history):
        if wanted(bug.repository):
            records.history[place] = tried(bug, options.source)
            records.write()
            print(report.history([records.history[place]]).splitlines()[-1])
    text = report.DOCUMENT.read_text("utf-8")
    report.DOCUMENT.write_text(report.rendered(text, records), "utf-8")
    unread = report.judged(records)[""]
    print(report.summary(records))
    if unread:
        print(f"{unread} findings have no verdict yet", file=sys.stderr)
    return unread


def linted(application: Application, source: str, jobs: int) -> Application:
    """What is found now; a finding that was judged before stays judged."""
    folder = sources.checkout(application.repository, application.commit, source)
    before: dict[tuple[str, str, str], list[Judged]] = {}
    for one in application.findings:
        before.setdefault(one.identity, []).append(one)
    found = []
    for one in sources.findings(folder, jobs=jobs):
        known = before.get(one.identity)
        old = known.pop(0) if known else one
        found.append(replace(one, verdict=old.verdict, reason=old.reason))
    return replace(application, files=sources.python_files(folder), findings=tuple(found))


def tried(bug: Mended, source: str) -> Mended:
    """What is told of a bug in the commit before its fix, and in the fix."""
    told = _told(bug, bug.parent, source)
    before = next((one for one in told if (one.path, one.line) == (bug.path, bug.line)), None)
    if before is None:
        return replace(bug, before="", after="")
    # The same words may be told of other places of the file, which the fix leaves as they are.
    same = [one for one in told if one.identity == before.identity]
    left = [one for one in _told(bug, bug.fix, source) if one.identity == before.identity]
    after = left[same.index(before)] if len(left) >= len(same) else None
    return replace(bug, before=_text(before), after="" if after is None else _text(after))


def _told(bug: Mended, commit: str, source: str) -> list[Judged]:
    folder = sources.checkout(bug.repository, commit, source)
    paths = [path for path in bug.files if (folder / path).exists()]
    return list(sources.findings(folder, paths)) if paths else []


def _text(finding: Judged) -> str:
    return f"{finding.line}: {finding.code} {finding.message}"


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
