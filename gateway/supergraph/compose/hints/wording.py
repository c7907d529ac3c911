# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words that hints share: hints of each level, and which subgraphs say what."""

from collections.abc import Iterable

from gateway.supergraph.compose.facts import Hint
from gateway.supergraph.compose.merged import Merged, TypeOut


def warn(code: str, message: str, coordinate: str) -> Hint:
    """Likely a mistake."""
    return Hint(code, "warn", message, coordinate)


def info(code: str, message: str, coordinate: str) -> Hint:
    """Worth knowing."""
    return Hint(code, "info", message, coordinate)


def debug(code: str, message: str, coordinate: str) -> Hint:
    """Of use to those who look closely."""
    return Hint(code, "debug", message, coordinate)


def split(everybody: Iterable[str], having: Iterable[str]) -> str:
    """In which subgraphs something is, and in which it is not."""
    some = sorted(having)
    others = sorted(set(everybody) - set(some))
    return f"defined in {_names(some)} but not in {_names(others)}"


def _names(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def said(groups: dict[str, list[str]]) -> str:
    """What each group of subgraphs says."""
    return "; ".join(f"{text} in {_names(sorted(names))}" for text, names in groups.items())


def types_of(merged: Merged, *kinds: str) -> Iterable[TypeOut]:
    """The types of some kinds."""
    return (kind for kind in merged.types.values() if kind.kind in kinds)
