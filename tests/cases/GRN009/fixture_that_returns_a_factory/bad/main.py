"""The second object that a test has made by a fixture expires the first one."""
# requires: sqlalchemy>=2.0, pytest>=8, anyio>=4

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
