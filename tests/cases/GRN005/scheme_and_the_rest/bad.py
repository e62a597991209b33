"""The scheme is written down, and the name of the file comes from the environment."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import os

from sqlalchemy import create_engine, text

FILE = os.environ.get("LEDGER_FILE") or "ledger.db"
engine = create_engine("sqlite+aiosqlite:///" + FILE)  # GRN005: MissingGreenlet later
other = create_engine("{}:///{}".format("sqlite+aiosqlite", FILE))  # GRN005: MissingGreenlet later
third = create_engine("sqlite+aiosqlite:///%s" % FILE)  # GRN005: MissingGreenlet later


def main() -> None:
    with engine.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been
        print(connection.execute(text("SELECT 1")).scalar())


def main_other() -> None:
    with other.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been called
        print(connection.execute(text("SELECT 2")).scalar())


def main_third() -> None:
    with third.connect() as connection:  # here: MissingGreenlet: greenlet_spawn has not been called
        print(connection.execute(text("SELECT 3")).scalar())
