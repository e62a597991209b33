"""A fixture of the same file makes a row in the session of conftest.py, and the test rolls back."""
# requires: sqlalchemy>=2.0, pytest>=8, pytest-asyncio>=0.24

from __future__ import annotations

from pathlib import Path

import pytest


class Failures:
    def __init__(self) -> None:
        self.found: list[BaseException] = []

    def pytest_exception_interact(self, call: pytest.CallInfo[None]) -> None:
        assert call.excinfo is not None
        self.found.append(call.excinfo.value)


def main() -> None:
    failures = Failures()
    status = pytest.main(["-q", "-p", "no:cacheprovider", str(Path(__file__).parent)], [failures])
    for error in failures.found:
        raise error
    assert status == 0
