# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plain language: LIX of the Swedish sources and of easy Swedish, over a component's texts (språklagen 11 §)."""

import re
from collections.abc import Iterable, Iterator

from i18n.checks.catalogue_set import CatalogueSet
from i18n.checks.finding import Finding
from i18n.mf2 import MessageSyntaxError, parse

CHECK = "readability"
EASY = "sv-x-lattlast"
MOST = {"sv": 50, EASY: 35}
"""The highest index of a component; below 30 is very easy, above 50 officialese."""

LONG = 6
FEWEST_WORDS = 100

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?;:]+")


def check(catalogues: CatalogueSet) -> Iterator[Finding]:
    """Components whose texts are too hard to read."""
    for component, entries in catalogues.texts.items():
        yield from _judge("sv", component, (entry.source for entry in entries.values()))
    for (tag, component), entries in catalogues.catalogues.items():
        if tag == EASY:
            yield from _judge(tag, component, (entry.text for entry in entries.values()))


def lix(texts: Iterable[str]) -> float | None:
    """Words by sentence, plus the share of words over six letters; None for too few words."""
    words, sentences = 0, 0
    long_words = 0
    for text in texts:
        plain = _plain(text)
        found = _WORD.findall(plain)
        words += len(found)
        long_words += sum(len(word) > LONG for word in found)
        sentences += max(1, len([part for part in _END.split(plain) if part.strip()]))
    if words < FEWEST_WORDS:
        return None
    return words / sentences + 100 * long_words / words


def _plain(text: str) -> str:
    """The words of a message, placeholders left out."""
    try:
        model = parse(text)
    except MessageSyntaxError:
        return ""
    variant = model.variants[-1]
    return "".join(part for part in variant.pattern if isinstance(part, str))


def _judge(tag: str, component: str, texts: Iterable[str]) -> Iterator[Finding]:
    index = lix(texts)
    if index is not None and index > MOST[tag]:
        yield Finding(CHECK, f"{tag}/{component}", f"LIX {index:.0f}, at most {MOST[tag]}")
