# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A piece of Python being written: indented lines, named constants, one compilation at the end."""

import linecache
import weakref
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from keyword import iskeyword
from typing import Any

_INDENT = "    "


class Source:
    """Lines of Python in the making.

    Only names and literals made by this class or by `repr` of plain values may enter a line: what
    clients send never becomes code except as a string literal.
    """

    def __init__(self) -> None:
        """Begin with no lines and no constants."""
        self._lines: list[str] = []
        self._depth = 0
        self._constants: dict[str, Any] = {}
        self._named: dict[int, str] = {}
        self._counters: dict[str, int] = {}
        self._taken: set[str] = set()

    def branch(self) -> "Source":
        """Lines of their own that share names and constants with these; see `join`."""
        other = Source()
        other._constants = self._constants
        other._named = self._named
        other._counters = self._counters
        other._taken = self._taken
        return other

    def join(self, branch: "Source") -> None:
        """Add a branch's lines, indented to the current depth."""
        self._lines.extend(_INDENT * self._depth + text if text else "" for text in branch._lines)  # noqa: SLF001 - of its own kind

    @property
    def depth(self) -> int:
        """How far the next line is indented."""
        return self._depth

    def line(self, text: str = "") -> None:
        """Add one line at the current depth."""
        self._lines.append(_INDENT * self._depth + text if text else "")

    @contextmanager
    def block(self, head: str) -> Generator[None]:
        """Add `head` and indent what follows; an empty block gets a `pass`."""
        self.line(head)
        self._depth += 1
        begun = len(self._lines)
        yield
        if len(self._lines) == begun:
            self.line("pass")
        self._depth -= 1

    def mark(self) -> int:
        """The place of the next line, for `insert`."""
        return len(self._lines)

    def insert(self, place: int, text: str, *, depth: int) -> None:
        """Add a line at an earlier place."""
        self._lines.insert(place, _INDENT * depth + text)

    def name(self, stem: str) -> str:
        """A fresh name that begins with `stem`; anything that is no identifier is left out."""
        clean = "".join(c for c in stem if c.isascii() and (c.isalnum() or c == "_")) or "x"
        if clean[0].isdigit() or iskeyword(clean):
            clean = f"_{clean}"
        joint = "_" if clean[-1].isdigit() else ""
        count = self._counters.get(clean, 0)
        while True:
            count += 1
            made = f"{clean}{joint}{count}"
            if made not in self._taken:
                break
        self._counters[clean] = count
        self._taken.add(made)
        return made

    def constant(self, value: Any, stem: str) -> str:
        """The name of a global that holds `value`; the same object always gets the same name."""
        known = self._named.get(id(value))
        if known is None:
            known = self.name(stem)
            self._named[id(value)] = known
            self._constants[known] = value
        return known

    def text(self) -> str:
        """All lines so far."""
        return "\n".join(self._lines) + "\n"

    def size(self) -> int:
        """Characters so far, a measure of what the compiled form will weigh."""
        return sum(map(len, self._lines))

    def compiled(self, filename: str, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The module's names after running the lines once.

        `filename` shows in tracebacks, for example `<plan:1f2e>`; `given` are further globals.
        """
        text = self.text()
        code = compile(text, filename, "exec", dont_inherit=True)
        namespace: dict[str, Any] = {"__name__": filename, **(given or {}), **self._constants}
        exec(code, namespace)  # noqa: S102 - running what was generated is the point
        return namespace


def dump(filename: str, text: str, owner: object) -> None:
    """Let tracebacks show the lines of `filename` for as long as `owner` lives."""
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    weakref.finalize(owner, linecache.cache.pop, filename, None)
