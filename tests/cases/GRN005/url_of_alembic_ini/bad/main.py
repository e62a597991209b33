"""Alembic takes the application's URL from alembic.ini for a synchronous engine."""
# requires: sqlalchemy>=2.0, alembic

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config


def main() -> None:
    command.upgrade(Config(Path(__file__).with_name("alembic.ini")), "head")
