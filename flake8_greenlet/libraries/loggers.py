"""Loggers: what they are given they only read, and some of it they put into words."""

from __future__ import annotations

from flake8_greenlet.interpreter.containers import Tuple
from flake8_greenlet.interpreter.formatting import percent
from flake8_greenlet.interpreter.values import (
    NONE,
    UNKNOWN,
    Arguments,
    Builtin,
    Constant,
    Site,
    Value,
)
from flake8_greenlet.records import dataclass

_LEVELS = frozenset(
    "critical debug error exception fatal info log msg notice success trace warn warning".split()
)
_DERIVING = frozenset({"bind", "getChild", "new", "opt", "patch", "try_unbind", "unbind"})


@dataclass(frozen=True)
class Logger(Value):
    """A logger.  `formats` unless what it does with its arguments depends on how it is set up."""

    formats: bool

    def get(self, name: str, site: Site) -> Value:
        base = name[1:] if name.startswith("a") and name[1:] in _LEVELS else name
        if base in _LEVELS:
            return Builtin(name, self.log)
        if name in _DERIVING:
            return Builtin(name, lambda arguments, where: self)
        return UNKNOWN

    def log(self, arguments: Arguments, site: Site) -> Value:
        """`logger.info("…", …)`"""
        if self.formats:
            # `logger.info("%s paid", user)` formats the user here, in the caller's thread.
            template, *values = arguments.positional or [UNKNOWN]
            if isinstance(template, Constant) and isinstance(template.value, str):
                percent(template.value, Tuple(tuple(values)), site)
            else:
                template.text(site)
        return NONE

    def truth(self, site: Site) -> bool | None:
        return True


def _make(formats: bool) -> Value:
    return Builtin("getLogger", lambda arguments, site: Logger(formats))


_ROOT = Logger(formats=True)

NAMES: dict[str, Value] = {
    "logging.getLogger": _make(formats=True),
    "loguru.logger": Logger(formats=False),
    "structlog.getLogger": _make(formats=False),
    "structlog.get_logger": _make(formats=False),
    "structlog.stdlib.get_logger": _make(formats=False),
    **{f"logging.{level}": Builtin(level, _ROOT.log) for level in sorted(_LEVELS)},
}
