"""A report makes its own engine, with the URL that the application connects to asynchronously."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from ferry.report import crossings


def main() -> None:
    assert crossings() == 1
