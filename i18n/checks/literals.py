# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`t()` is called with literals, or extraction would skip it without a word; nothing is glued together."""

import ast
from collections.abc import Iterator
from pathlib import Path

from i18n.catalogues.components import ROOT, components, sources
from i18n.checks.finding import Finding

CHECK = "literals"


def check(root: Path = ROOT) -> Iterator[Finding]:
    """Every call of `t` in the code has a literal key and a literal Swedish text."""
    for component in components(root):
        for path in sources(component, root):
            place = path.relative_to(root).as_posix()
            for line, detail in faults(path.read_text(encoding="utf-8")):
                yield Finding(CHECK, f"{place}:{line}", detail)


def faults(code: str) -> list[tuple[int, str]]:
    """What is wrong with the calls of `t` in some code, by line."""
    if "t(" not in code:
        return []
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
            positional = node.args[:2]
            if len(positional) < 2 or not all(_is_text(one) for one in positional):  # noqa: PLR2004 - key, text
                found.append((node.lineno, "t() needs a literal key and a literal text"))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            if _is_translation(node.left) or _is_translation(node.right):
                found.append((node.lineno, "a translated text is concatenated"))
        elif isinstance(node, ast.JoinedStr) and any(
            isinstance(part, ast.FormattedValue) and _is_translation(part.value)
            for part in node.values
        ):
            found.append((node.lineno, "a translated text stands inside an f-string"))
    return found


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_translation(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t"
