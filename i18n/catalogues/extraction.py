# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts taken out of the code: `t("key", "Svensk text", ...)`, by Babel's extractor (`t:1c,2`)."""

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.extract import extract

from i18n.catalogues.components import ROOT, sources
from i18n.catalogues.entry import Entry
from i18n.catalogues.reading import CatalogueError

KEYWORDS = {"t": ((1, "c"), 2)}
COMMENT_TAGS = ("TRANSLATORS:",)


def extract_component(component: str, root: Path = ROOT) -> dict[str, Entry]:
    """Every text of a component by key; one key with two Swedish texts is an error."""
    return extract_files(sources(component, root), root)


def extract_files(paths: Iterable[Path], root: Path) -> dict[str, Entry]:
    """Every text of some files by key."""
    found: dict[str, Entry] = {}
    for path in paths:
        place = path.relative_to(root).as_posix()
        for entry in extract_text(path.read_bytes(), place):
            known = found.get(entry.key)
            found[entry.key] = entry if known is None else merge_places(known, entry)
    return found


def extract_text(code: bytes, place: str) -> list[Entry]:
    """The texts of one piece of code."""
    if b"t(" not in code:
        return []
    found = extract(
        "python",
        io.BytesIO(code),
        keywords=KEYWORDS,
        comment_tags=COMMENT_TAGS,
        strip_comment_tags=True,
    )
    entries: list[Entry] = []
    for _line, source, comments, key in found:
        if isinstance(source, str) and key:
            entries.append(Entry(key, source, comments=tuple(comments), places=(place,)))
    return entries


def merge_places(one: Entry, other: Entry) -> Entry:
    """The same text from two places; two texts under one key are refused."""
    if one.source != other.source:
        places = ", ".join((*one.places, *other.places))
        raise CatalogueError(f"{one.key} has two Swedish texts ({places})")
    return Entry(
        one.key,
        one.source,
        comments=tuple(dict.fromkeys((*one.comments, *other.comments))),
        places=tuple(dict.fromkeys((*one.places, *other.places))),
    )
