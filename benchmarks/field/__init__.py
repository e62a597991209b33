"""Real applications: what the plugin tells of them, and whether it is true.

`python -m benchmarks.field` lints every application of `applications.json` at its commit, keeps the
judgements of the findings that are still there, and writes `docs/field-report.md`.  A finding that
nobody has judged yet is written down with an empty verdict, and fails the command.
"""
