# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Terms that the glossary forbids are not in any Swedish text or translation."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding

CHECK = "glossary"
GLOSSARY = Path(__file__).resolve().parents[1] / "glossary.tbx"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NS = "{urn:iso:std:iso:30042:ed-2}"


class Term(NamedTuple):
    """A term in a language; a deprecated one must not be used."""

    tag: str
    text: str
    preferred: bool


@cache
def terms() -> tuple[Term, ...]:
    """Every term of the glossary (TermBase eXchange, ISO 30042)."""
    found: list[Term] = []
    tree = ET.parse(GLOSSARY)  # noqa: S314 - our own file
    for section in tree.iter(f"{_NS}langSec"):
        tag = section.get(_LANG, "")
        for one in section.iter(f"{_NS}termSec"):
            text = one.findtext(f"{_NS}term", "")
            status = one.findtext(f"{_NS}termNote", "")
            found.append(Term(tag, text, "deprecated" not in status))
    return tuple(found)


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """No text uses a deprecated term of its language."""
    forbidden = [(one.tag, one.text.casefold()) for one in terms() if not one.preferred]
    for component, source in catalogues.sources():
        yield from _used(source.source, "sv", f"sv/{component}: {source.key}", forbidden)
    for one in catalogues.translations():
        yield from _used(one.entry.text, one.tag, one.place, forbidden)


def _used(text: str, tag: str, place: str, forbidden: list[tuple[str, str]]) -> Iterator[Finding]:
    words = text.casefold()
    for language, term in forbidden:
        if language == tag.partition("-")[0] and term in words:
            yield Finding(CHECK, place, f"forbidden term {term!r}")
