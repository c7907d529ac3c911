# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Quick replies: sentences of the guide that a person has translated or read, offered before any machine."""

from collections.abc import Iterable

import msgspec

from i18n.formats.names import search_key
from services.newcomers.domain.guide import Page, PageText

MOST = 20


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence in the city's language and in hers, both by people."""

    page: str
    """The name of the page."""
    path: str
    text: str
    source_locale: str
    translation: str
    locale: str


def phrases(pages: Iterable[Page], texts: Iterable[PageText], words: str) -> list[Phrase]:
    """What fits the words, best first: those that hold most of them, then in the order of the guide."""
    made = {(one.page, one.path): one for one in texts if by_people(one)}
    wanted = search_key(words).split()
    scored: list[tuple[int, int, Phrase]] = []
    for page in pages:
        for segment in page.segments:
            there = made.get((page.id, segment.path))
            if there is None or there.made_from != segment.hash:
                continue
            found = sum(word in search_key(segment.text) for word in wanted)
            if found or not wanted:
                phrase = Phrase(
                    page=page.slug, path=segment.path, text=segment.text,
                    source_locale=page.source_locale, translation=there.text, locale=there.locale,
                )  # fmt: skip
                scored.append((-found, len(scored), phrase))
    return [phrase for _, _, phrase in sorted(scored, key=lambda entry: entry[:2])[:MOST]]


def by_people(made: PageText) -> bool:
    """Whether a person has written or read the text."""
    return not made.machine or made.reviewed
