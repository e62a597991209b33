"""The options under `--greenlet-…`: declared, checked, and turned into one value."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_greenlet.records import dataclass

if TYPE_CHECKING:
    from flake8.options.manager import OptionManager

VERSIONS = {"1.4": (1, 4), "2.0": (2, 0), "2.1": (2, 1)}
EXPIRE = {"auto": None, "true": True, "false": False}
SWITCH = {"true": True, "false": False}
DEFAULT_BUDGET = 3_000
MINIMUM_BUDGET = 100
DEFAULT_MEMORY = 140


@dataclass(frozen=True)
class Options:
    """What the user has asked for."""

    sqlalchemy_version: tuple[int, int] | None = None
    expire_on_commit: bool | None = None
    import_roots: tuple[Path, ...] = ()
    follow_imports: bool = True
    session_names: frozenset[str] = frozenset()
    model_bases: frozenset[str] = frozenset()
    budget: int = DEFAULT_BUDGET
    memory: int = DEFAULT_MEMORY


def add_options(manager: OptionManager) -> None:
    """Declare the options to flake8."""
    add = manager.add_option
    add(
        "--greenlet-sqlalchemy-version",
        default="",
        metavar="VERSION",
        parse_from_config=True,
        help="SQLAlchemy that the code runs on: 1.4, 2.0 or 2.1 (default: what every 2.x does)",
    )
    add(
        "--greenlet-expire-on-commit",
        default="auto",
        metavar="auto|true|false",
        parse_from_config=True,
        help="expire_on_commit of every session (default: auto, as its factory says)",
    )
    add(
        "--greenlet-import-roots",
        default="",
        metavar="FOLDERS",
        parse_from_config=True,
        comma_separated_list=True,
        normalize_paths=True,
        help="more folders to find imported modules in, beside those around each file",
    )
    add(
        "--greenlet-follow-imports",
        default="true",
        metavar="true|false",
        parse_from_config=True,
        help="look into the project's other files (default: true)",
    )
    add(
        "--greenlet-session-names",
        default="",
        metavar="NAMES",
        parse_from_config=True,
        comma_separated_list=True,
        help="names that are imported from elsewhere and mean AsyncSession (corp.db.Session)",
    )
    add(
        "--greenlet-model-bases",
        default="",
        metavar="NAMES",
        parse_from_config=True,
        comma_separated_list=True,
        help="base classes of models that are imported from elsewhere (corp.db.Base)",
    )
    add(
        "--greenlet-budget",
        default=str(DEFAULT_BUDGET),
        metavar="STEPS",
        parse_from_config=True,
        help=f"steps to follow from each function (default: {DEFAULT_BUDGET})",
    )
    add(
        "--greenlet-memory",
        default=str(DEFAULT_MEMORY),
        metavar="MEGABYTES",
        parse_from_config=True,
        help=f"about what other files may hold of each process (default: {DEFAULT_MEMORY})",
    )


def parse(namespace: argparse.Namespace) -> Options:
    """Read the options that flake8 has parsed.

    Raises ValueError, with the option's name and what it takes, for a wrong value.
    """
    version = _text(namespace, "sqlalchemy_version")
    return Options(
        sqlalchemy_version=_version(version),
        expire_on_commit=_one_of(namespace, "expire_on_commit", EXPIRE),
        import_roots=tuple(Path(p).resolve() for p in _list(namespace, "import_roots")),
        follow_imports=bool(_one_of(namespace, "follow_imports", SWITCH)),
        session_names=_names(namespace, "session_names"),
        model_bases=_names(namespace, "model_bases"),
        budget=_number(namespace, "budget", MINIMUM_BUDGET),
        memory=_number(namespace, "memory", 1),
    )


def _raw(namespace: argparse.Namespace, name: str) -> object:
    return getattr(namespace, f"greenlet_{name}", None)


def _text(namespace: argparse.Namespace, name: str) -> str:
    value = _raw(namespace, name)
    if isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise _wrong(name, value, "one value")
        value = value[0]
    return "" if value is None else str(value).strip()


def _list(namespace: argparse.Namespace, name: str) -> Sequence[str]:
    value = _raw(namespace, name)
    if value is None:
        return ()
    items = value if isinstance(value, (list, tuple)) else str(value).split(",")
    return [str(item).strip() for item in items if str(item).strip()]


def _names(namespace: argparse.Namespace, option: str) -> frozenset[str]:
    names = frozenset(_list(namespace, option))
    for name in sorted(names):
        package, _, rest = name.partition(".")
        if not rest or not all(part.isidentifier() for part in (package, *rest.split("."))):
            raise _wrong(option, name, "dotted names, as in package.module.Name")
    return names


def _version(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    for name, version in VERSIONS.items():
        if text == name or text.startswith(f"{name}."):
            return version
    raise _wrong("sqlalchemy_version", text, "1.4, 2.0 or 2.1")


def _one_of(
    namespace: argparse.Namespace, name: str, choices: dict[str, bool | None] | dict[str, bool]
) -> bool | None:
    text = _text(namespace, name).lower()
    if text not in choices:
        raise _wrong(name, text, " or ".join(choices))
    return choices[text]


def _number(namespace: argparse.Namespace, name: str, least: int) -> int:
    text = _text(namespace, name)
    if not text.isdecimal() or int(text) < least:
        raise _wrong(name, text, f"a whole number from {least}")
    return int(text)


def _wrong(name: str, value: object, takes: str) -> ValueError:
    option = f"--greenlet-{name.replace('_', '-')}"
    return ValueError(f"{option} takes {takes}, not {value!r}")
