# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""chrF++: how much of a translation's pieces a person's version shares (Popović 2017), 0 to 100.

Pieces are of one to six letters (white space apart) and of one to two words; recall counts double.
It watches engines over time and helps a reader of one text; it never decides what is shown (0702).
"""

from collections import Counter
from collections.abc import Iterable, Sequence

_LETTERS = 6
_WORDS = 2
_BETA_SQUARED = 4
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_WHOLE = 100


def chrf(text: str, reference: str) -> float:
    """chrF++ of a text against a reference; equal texts have 100, texts that share nothing 0."""
    precisions: list[float] = []
    recalls: list[float] = []
    for ours, theirs in zip(_pieces(text), _pieces(reference), strict=True):
        count, wanted = ours.total(), theirs.total()
        if count and wanted:
            shared = (ours & theirs).total()
            precisions.append(shared / count)
            recalls.append(shared / wanted)
    precision, recall = _mean(precisions), _mean(recalls)
    if not precision + recall:
        return 0.0
    return _WHOLE * (1 + _BETA_SQUARED) * precision * recall / (_BETA_SQUARED * precision + recall)


def _pieces(text: str) -> list[Counter[Sequence[str]]]:
    """Counts of pieces, an entry per length: letters first, then words."""
    letters = "".join(text.split())
    words = [part for word in text.split() for part in _parted(word)]
    by_letters = [Counter[Sequence[str]](_grams(letters, size)) for size in range(1, _LETTERS + 1)]
    by_words = [Counter[Sequence[str]](_grams(words, size)) for size in range(1, _WORDS + 1)]
    return [*by_letters, *by_words]


def _grams(units: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (tuple(units[at : at + size]) for at in range(len(units) - size + 1))


def _parted(word: str) -> list[str]:
    """A word and the mark at its end, or else at its beginning, as words of their own."""
    if len(word) == 1:
        return [word]
    if word[-1] in _PUNCTUATION:
        return [word[:-1], word[-1]]
    return [word[0], word[1:]] if word[0] in _PUNCTUATION else [word]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
