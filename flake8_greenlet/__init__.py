"""A flake8 plugin that finds the database IO that SQLAlchemy cannot do where it stands."""

from __future__ import annotations

__version__ = "0.1.0"
