# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Translation memory: a match in context before an exact one before a fuzzy one (rule 8)."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from itertools import chain

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

FUZZY_FROM = 0.70
"""The least likeness that is worth showing: (longest length - distance) / longest length."""
_GRAM = 4
_LOOKED_AT = 60
"""Candidates whose true likeness is measured; the prefilter puts the likely ones first."""
_MOST_PLACES = 4_000
"""Places of pieces that are counted, rarest pieces first."""


class Origin(StrEnum):
    """Where a translation comes from."""

    HUMAN = "human"
    TM_CONTEXT = "tm_context"
    TM_EXACT = "tm_exact"
    TM_FUZZY = "tm_fuzzy"
    MT = "mt"


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that people have approved."""

    id: str
    source_locale: str
    locale: str
    source: str
    target: str
    source_hash: str
    context_hash: str = ""
    approved_at: int = 0
    quarantined_at: int | None = None
    """When a person took it from readers; None: it is offered."""
    quarantine_reason: str | None = None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of the memory and how well it fits, 0 to 100."""

    unit: Unit
    origin: Origin
    percent: int

    @property
    def may_publish(self) -> bool:
        """A fuzzy match is a suggestion for people, never published by itself."""
        return self.origin in (Origin.TM_CONTEXT, Origin.TM_EXACT)


def likeness(one: str, other: str) -> float:
    """(longest length - edit distance) / longest length: 1 for equal texts."""
    return Levenshtein.normalized_similarity(one, other)


def best_exact(units: Iterable[Unit], source_hash: str, context_hash: str) -> Match | None:
    """A unit of the same wording; one from the same surroundings first, then the newest."""
    same = [unit for unit in units if unit.source_hash == source_hash]
    if not same:
        return None
    in_context = [unit for unit in same if context_hash and unit.context_hash == context_hash]
    chosen = max(in_context or same, key=lambda unit: (unit.approved_at, unit.id))
    origin = Origin.TM_CONTEXT if in_context else Origin.TM_EXACT
    return Match(unit=chosen, origin=origin, percent=101 if in_context else 100)


class FuzzyIndex:
    """Texts by their four-letter pieces: only those that share many are compared in full."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Take in texts; their place is the number they are found by."""
        self._texts: list[str] = []
        self._lengths: list[int] = []
        self._places: dict[str, list[int]] = {}
        for text in texts:
            self.add(text)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._texts)

    def add(self, text: str) -> int:
        """Take in one text; its number."""
        number = len(self._texts)
        self._texts.append(text)
        self._lengths.append(len(text))
        for gram in grams(text):
            self._places.setdefault(gram, []).append(number)
        return number

    def best(
        self, text: str, *, least: float = FUZZY_FROM, most: int = 5
    ) -> list[tuple[int, float]]:
        """(number, likeness) of the most alike texts, best first, none below `least`."""
        numbers = self._candidates(text, least)
        found = process.extract(
            text,
            {number: self._texts[number] for number in numbers},
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=least,
            limit=most,
        )
        return [(number, score) for _, score, number in found]

    def _candidates(self, text: str, least: float) -> list[int]:
        """Numbers of texts of a possible length, those that share most rare pieces first."""
        known = (self._places[gram] for gram in grams(text) if gram in self._places)
        budget = _MOST_PLACES
        taken: list[list[int]] = []
        for places in sorted(known, key=len):
            budget -= len(places)
            if taken and budget < 0:
                break
            taken.append(places)
        shared = Counter(chain.from_iterable(taken))
        shortest, longest = len(text) * least, len(text) / least
        lengths = self._lengths
        likely = shared.most_common(_LOOKED_AT * 3)
        fitting = [number for number, _ in likely if shortest <= lengths[number] <= longest]
        return fitting[:_LOOKED_AT]


def grams(text: str) -> set[str]:
    """The pieces of four letters of a text, its edges marked."""
    framed = f"\x02{text}\x03"
    return {framed[at : at + _GRAM] for at in range(max(1, len(framed) - _GRAM + 1))}
