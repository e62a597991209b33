"""The libraries whose bases are said to name the tables do so."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from flake8_greenlet.libraries.sqlalchemy.ready_made import BASES


@pytest.mark.parametrize("qualified", sorted(BASES))
def test_a_base_names_the_table(qualified: str) -> None:
    module, _, name = qualified.rpartition(".")
    pytest.importorskip(module.partition(".")[0])
    base = getattr(import_module(module), name)
    cls: Any = type(f"Below{name}", (base,), {"__abstract__": True})
    assert isinstance(cls.__tablename__, str)
