"""Database URLs, and what is known of a text that becomes one.

Source: "Engine Configuration", "Creating URLs Programmatically".
"""

from __future__ import annotations

from flake8_greenlet.interpreter.values import UNKNOWN, Arguments, Builtin, Constant, Site, Value
from flake8_greenlet.records import dataclass


@dataclass(frozen=True)
class TextPrefix(Value):
    """A string of which only the beginning is known, such as an f-string URL's scheme."""

    known: str

    def get(self, name: str, site: Site) -> Value:
        return Builtin(name, self._replaced) if name == "replace" else UNKNOWN

    def _replaced(self, arguments: Arguments, site: Site) -> Value:
        """`url.replace("postgres://", "postgresql://", 1)`"""
        old, new = _text(arguments.get(0, "old")), _text(arguments.get(1, "new"))
        count = arguments.get(2, "count") or Constant(-1)
        if not old or new is None or not isinstance(count, Constant):
            return UNKNOWN
        *pieces, last = self.known.split(old, count.value if isinstance(count.value, int) else -1)
        # What may go on as `old` where nobody sees it is not known to stay.
        begun = (n for n in range(1, len(old)) if last.endswith(old[:n]))
        return TextPrefix(new.join([*pieces, last[: len(last) - max(begun, default=0)]]))

    def after(self, text: Value) -> Value:
        """What `text + self` is."""
        before = _text(text)
        return UNKNOWN if before is None else TextPrefix(before + self.known)

    def text(self, site: Site) -> Value:
        return self

    def truth(self, site: Site) -> bool | None:
        return True if self.known else None


def _text(value: Value | None) -> str | None:
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


@dataclass(frozen=True)
class Url(Value):
    """`URL.create(…)`, `make_url(…)`"""

    drivername: str

    def get(self, name: str, site: Site) -> Value:
        if name == "drivername":
            return Constant(self.drivername)
        if name == "set":
            return Builtin(name, self._set)
        if name == "get_backend_name":
            backend = self.drivername.partition("+")[0]
            return Builtin(name, lambda arguments, where: Constant(backend))
        if name == "render_as_string":
            return Builtin(name, lambda arguments, where: self.text(where))
        if name in _OF_THE_QUERY:
            return Builtin(name, lambda arguments, where: self)
        return UNKNOWN

    def text(self, site: Site) -> Value:
        return TextPrefix(f"{self.drivername}://")

    def _set(self, arguments: Arguments, site: Site) -> Value:
        name = arguments.get(0, "drivername")
        if name is None:
            return self
        return (
            Url(name.value)
            if isinstance(name, Constant) and isinstance(name.value, str)
            else UNKNOWN
        )


_OF_THE_QUERY = frozenset(
    {"difference_update_query", "update_query_dict", "update_query_pairs", "update_query_string"}
)
"""What gives the same URL with another `?query`."""


def make_url(arguments: Arguments, site: Site) -> Value:
    """`URL.create(drivername, …)` and `make_url("…")`"""
    given = arguments.get(0, "drivername") or arguments.get(0, "name_or_url") or UNKNOWN
    name = drivername(given)
    return UNKNOWN if name is None else Url(name)


class UrlClass(Value):
    """`sqlalchemy.engine.URL`"""

    def get(self, name: str, site: Site) -> Value:
        return Builtin("URL.create", make_url) if name == "create" else UNKNOWN

    def truth(self, site: Site) -> bool | None:
        return True


def drivername(url: Value) -> str | None:
    """The `dialect+driver` of a URL; None when it cannot be told."""
    if isinstance(url, Url):
        return url.drivername
    text = None
    if isinstance(url, Constant) and isinstance(url.value, str):
        text = url.value
    elif isinstance(url, TextPrefix):
        text = url.known
        if "://" not in text:
            return None
    if text is None:
        return None
    return text.partition("://")[0]
