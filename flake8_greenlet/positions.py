"""Where a finding points: at the token that is to blame, in characters."""

from __future__ import annotations

import ast


def position(node: ast.AST, lines: list[str]) -> tuple[int, int]:
    """The row, from 1, and the column, from 0, of the word to highlight.

    For an attribute that is its name, not the beginning of the expression: editors mark the
    word at the column, and `# noqa` counts on that very line.
    """
    row, offset = _token(node, lines)
    row = min(max(row, 1), max(len(lines), 1))
    line = lines[row - 1] if lines else ""
    # The syntax tree counts UTF-8 bytes.
    column = len(line.encode()[: max(offset, 0)].decode(errors="ignore"))
    return row, column


def _token(node: ast.AST, lines: list[str]) -> tuple[int, int]:
    if isinstance(node, ast.Call):
        node = node.func
    start = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    if not isinstance(node, ast.Attribute) or node.end_lineno is None:
        return start
    name = node.attr.encode()
    offset = (node.end_col_offset or 0) - len(name)
    if 1 <= node.end_lineno <= len(lines):
        if lines[node.end_lineno - 1].encode()[offset : offset + len(name)] == name:
            return node.end_lineno, offset
    return start
