"""Find the import statements of a source file without parsing it."""

from __future__ import annotations

import re
from typing import NamedTuple

# A literal, which `re` finds at the speed of a substring search. What stands around the word is
# looked at afterwards, and no pattern there can backtrack: each repeated part begins with a
# character that the part before it cannot take.
_WORD = re.compile(rb"import(?![\w\x80-\xff])")
_NAMES = re.compile(
    rb"(?:[ \t\f]|\\\n)*(?:"
    rb"\((?P<listed>[\w\x80-\xff\s,\\]*(?:#[^\n]*(?:\n|\Z)[\w\x80-\xff\s,\\]*)*)"
    rb"|(?P<line>[^\n\\#;]*(?:\\\n[^\n\\#;]*)*)"
    rb")"
)
_FROM = re.compile(rb"(?:^|[:;])[ \t\f]*from([ \t\f.]+[\w\x80-\xff. \t\f]*)$")
_PLAIN = re.compile(rb"(?:^|[:;])[ \t\f]*$")
_COMMENT = re.compile(rb"#[^\n]*")

# Nobody writes a longer `from … `, and a limit keeps long lines full of the word cheap.
_LONGEST_HEAD = 256


class Imported(NamedTuple):
    """One module that is imported: dots before its name, its name, and names taken from it."""

    level: int
    module: str
    names: tuple[str, ...] = ()


def imported(data: bytes) -> tuple[Imported, ...]:
    """Return what a file imports anywhere in it, in order and without repetition.

    `import a.b` gives `a.b` and `a`, because it makes both reachable; `import a.b as c` only
    `a.b`. Imports in functions, blocks and `if TYPE_CHECKING` count. A string that looks like an
    import may be among the results: they are rather too many than too few.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found: dict[Imported, None] = {}
    end = 0
    for word in _WORD.finditer(data):
        if word.start() < end:
            continue
        head = data[max(0, word.start() - _LONGEST_HEAD) : word.start()].replace(b"\\\n", b" ")
        head = head[head.rfind(b"\n") + 1 :]
        origin = _FROM.search(head)
        if origin is None and not _PLAIN.search(head):
            continue
        names = _NAMES.match(data, word.end())
        assert names is not None  # it may be empty, but it matches anywhere
        end = names.end()
        aliases = _aliases(names["line"] if names["listed"] is None else names["listed"])
        if origin is not None:
            where = "".join(_text(origin[1]).split())
            module = where.lstrip(".")
            taken = tuple(alias[0] for alias in aliases)
            found[Imported(len(where) - len(module), module, taken)] = None
            continue
        for name, *renamed in aliases:
            found[Imported(0, name)] = None
            while not renamed and "." in name:
                name = name.rpartition(".")[0]
                found[Imported(0, name)] = None
    return tuple(found)


def _aliases(names: bytes) -> list[list[str]]:
    """Split `a, b as c` into `[["a"], ["b", "as", "c"]]`; what is empty is left out."""
    text = _text(_COMMENT.sub(b"", names).replace(b"\\\n", b" "))
    return [words for words in map(str.split, text.split(",")) if words]


def _text(data: bytes) -> str:
    return data.decode(errors="replace")
