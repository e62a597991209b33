from __future__ import annotations


def database_url(*, use_async: bool) -> str:
    if use_async:
        return "sqlite+aiosqlite:///metrics.db"
    return "sqlite:///metrics.db"
