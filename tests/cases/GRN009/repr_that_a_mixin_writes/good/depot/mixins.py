from __future__ import annotations

class Described:
    """Says of a row what the names in `shown` say."""

    shown: tuple[str, ...] = ("id",)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.shown)
        return f"{type(self).__name__}({values})"
