"""The scheme is written down, and the name of the file comes from the environment."""
# requires: sqlalchemy>=1.4

from __future__ import annotations

import os

from sqlalchemy import create_engine, text

FILE = os.environ.get("LEDGER_FILE") or "ledger.db"
engine = create_engine("sqlite:///" + FILE)
other = create_engine("{}:///{}".format("sqlite", FILE))
third = create_engine("sqlite:///%s" % FILE)


def main() -> None:
    with engine.connect() as connection:
        print(connection.execute(text("SELECT 1")).scalar())


def main_other() -> None:
    with other.connect() as connection:
        print(connection.execute(text("SELECT 2")).scalar())


def main_third() -> None:
    with third.connect() as connection:
        print(connection.execute(text("SELECT 3")).scalar())
