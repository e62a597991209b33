"""A property of the settings has the URL without its driver, for what is synchronous."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from ferry.report import crossings


def main() -> None:
    assert crossings() == 1
