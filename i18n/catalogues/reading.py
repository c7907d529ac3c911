# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading PO files (GNU gettext): strict about duplicates, silent on nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

from i18n.catalogues.entry import Entry

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*$')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(.)")
_FIELDS = ("msgctxt", "msgid", "msgstr")


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the message names file and line."""


def read_catalogue(path: Path) -> dict[str, Entry]:
    """The entries of a PO file by key, in its order; a file that is not there is empty."""
    if not path.exists():
        return {}
    found: dict[str, Entry] = {}
    for number, entry in parse_entries(path.read_text(encoding="utf-8"), str(path.name)):
        if entry.key in found:
            raise CatalogueError(f"{path.name}:{number}: {entry.key} stands there twice")
        found[entry.key] = entry
    return found


def parse_entries(text: str, name: str) -> Iterator[tuple[int, Entry]]:
    """Every entry with the line it starts on; the header and obsolete entries are left out."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            block.append((number, line))
            continue
        if block:
            entry = _parse_block(block, name)
            if entry is not None:
                yield block[0][0], entry
        block = []


def _parse_block(block: list[tuple[int, str]], name: str) -> Entry | None:
    marks: dict[str, list[str]] = {"#.": [], "#:": [], "#,": [], "#|": []}
    fields: dict[str, str] = {}
    current = ""
    for number, line in block:
        if line.startswith("#"):
            if line[:2] in marks:
                marks[line[:2]].append(line[2:].strip())
            continue
        word = line.split('"', 1)[0].strip()
        if word in _FIELDS:
            current = word
        elif word or not current:
            raise CatalogueError(f"{name}:{number}: unknown line")
        fields[current] = fields.get(current, "") + _quoted(line, number, name)
    if "msgctxt" not in fields:
        return None  # the header, or a block of comments
    flags = (flag.strip() for line in marks["#,"] for flag in line.split(","))
    previous = (_quoted(line, block[0][0], name) for line in marks["#|"] if '"' in line)
    return Entry(
        fields["msgctxt"],
        fields.get("msgid", ""),
        fields.get("msgstr", ""),
        tuple(marks["#."]),
        tuple(place for line in marks["#:"] for place in line.split()),
        tuple(flag for flag in flags if flag),
        "".join(previous),
    )


def _quoted(line: str, number: int, name: str) -> str:
    found = _QUOTED.search(line)
    if found is None:
        raise CatalogueError(f"{name}:{number}: text without its quotes")
    return _ESCAPE.sub(lambda m: _ESCAPES.get(m.group(1), m.group(1)), found.group(1))
