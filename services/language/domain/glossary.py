# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Terms: which word the city has chosen, which it forbids, which Swedish word stays and is explained."""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from services.language.domain.risk import Risk


class Status(StrEnum):
    """What a term's rendering is to translators."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    FORBIDDEN = "forbidden"
    KEEP = "keep"
    """The Swedish word stays and an explanation stands beside it ("folkbokföring")."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One source term and one rendering of it in one language."""

    id: str
    source: str
    locale: str
    target: str
    status: Status = Status.PREFERRED
    gloss: str = ""
    """For KEEP: the explanation in the reader's language."""
    is_case_sensitive: bool = False


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """A term that was not followed."""

    term: str
    source: str
    expected: tuple[str, ...]
    found: str = ""
    """The forbidden word that stands there; empty when the right one is missing."""
    is_error: bool = False


Lemma = Callable[[str, str], str]
"""(word, locale) -> the form it stands under in a dictionary."""

_WORDS = re.compile(r"\w+(?:[-'’]\w+)*")


def as_written(word: str, locale: str) -> str:
    """The lemma where no dictionary is at hand: the word itself in lower case."""
    del locale
    return word.lower()


def breaches(
    source: str,
    target: str,
    terms: Iterable[Term],
    *,
    locale: str,
    risk: Risk = Risk.INFO,
    lemma: Lemma = as_written,
) -> list[Breach]:
    """Terms of the source that the target does not render as chosen; errors where mistakes hurt."""
    grouped: dict[str, list[Term]] = {}
    for term in terms:
        if term.locale == locale:
            grouped.setdefault(term.source.lower(), []).append(term)
    if not grouped:
        return []
    from_words, to_words = _lemmas(source, "sv", lemma), _lemmas(target, locale, lemma)
    found: list[Breach] = []
    for group in grouped.values():
        if _holds(from_words, group[0].source, "sv", lemma):
            found += _judge(group, to_words, target, lemma=lemma, risk=risk)
    return found


def _judge(
    group: Sequence[Term], words: list[str], target: str, *, lemma: Lemma, risk: Risk
) -> list[Breach]:
    locale = group[0].locale
    is_error = risk in (Risk.LEGAL, Risk.HEALTH)
    approved = tuple(term.target for term in group if term.status is not Status.FORBIDDEN)
    made = [
        Breach(
            term=term.id, source=term.source, expected=approved, found=term.target, is_error=True
        )
        for term in group
        if term.status is Status.FORBIDDEN and _holds(words, term.target, locale, lemma)
    ]
    kept = [term for term in group if term.status is Status.KEEP]
    if kept:
        is_there = kept[0].source.lower() in target.lower()
        is_explained = any(not term.gloss or term.gloss.lower() in target.lower() for term in kept)
        is_followed = is_there and is_explained
    else:
        is_followed = not approved or any(_holds(words, one, locale, lemma) for one in approved)
    if not is_followed:
        expected = tuple(f"{one.source} ({one.gloss})" for one in kept) or approved
        made.append(
            Breach(term=group[0].id, source=group[0].source, expected=expected, is_error=is_error)
        )
    return made


def _lemmas(text: str, locale: str, lemma: Lemma) -> list[str]:
    return [lemma(word, locale) for word in _WORDS.findall(text)]


def _holds(words: list[str], phrase: str, locale: str, lemma: Lemma) -> bool:
    """Whether the phrase stands in the words, lemma by lemma or as the beginning of a longer form."""
    wanted = _lemmas(phrase, locale, lemma)
    plain = _WORDS.findall(phrase.lower())
    span = len(wanted)
    return any(
        all(
            word == want or (len(bare) > _SHORTEST_STEM and word.startswith(bare))
            for word, want, bare in zip(words[at : at + span], wanted, plain, strict=True)
        )
        for at in range(len(words) - span + 1)
    )


_SHORTEST_STEM = 3
