"""A maintenance script makes a sync engine from the application's async URL."""
# requires: sqlalchemy>=2.0

from __future__ import annotations

from maintenance.tables import create_tables


def main() -> None:
    create_tables()
