# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How well letters follow each other as in a language: pieces of one to three letters, mixed."""

import math
from collections import Counter
from functools import cache

from services.language.domain.samples import SAMPLES
from services.language.domain.small_words import SMALL_WORDS

_MIX = (0.6, 0.25, 0.14)
"""Weights of the letter after two others, after one, and alone."""
_UNSEEN = 0.01 / 500


def likelihood(text: str, tag: str) -> float:
    """Log-probability of the text's letters in a language; only differences mean something."""
    counted = _counts(tag)
    framed = _framed(text)
    total = 0.0
    for at in range(2, len(framed)):
        total += math.log(_chance(framed[at - 2 : at + 1], counted))
    return total


def is_foreign(text: str, tag: str) -> bool:
    """Whether the text has a letter beyond a to z that the language, as far as we know it, never has."""
    counts, _ = _counts(tag)
    return any(
        sign.isalpha() and not sign.isascii() and sign not in counts for sign in text.lower()
    )


def _chance(piece: str, counted: tuple[Counter[str], int]) -> float:
    counts, size = counted
    before, last = counts[piece[:2]], counts[piece[1]]
    return (
        (_MIX[0] * counts[piece] / before if before else 0.0)
        + (_MIX[1] * counts[piece[1:]] / last if last else 0.0)
        + _MIX[2] * counts[piece[2]] / size
        + _UNSEEN
    )


@cache
def _counts(tag: str) -> tuple[Counter[str], int]:
    """Pieces of one to three letters in what we have written in a language, and its length."""
    read = _framed(SAMPLES.get(tag, "") + " " + " ".join(sorted(SMALL_WORDS.get(tag, ()))))
    counts = Counter(read)
    for length in (2, 3):
        counts.update(read[at : at + length] for at in range(len(read) - length + 1))
    return counts, len(read)


def _framed(text: str) -> str:
    """Letters only, small, with one space between words."""
    kept = "".join(sign if sign.isalpha() or sign in "’'\u200c" else " " for sign in text.lower())
    return "  " + " ".join(kept.split()) + " "
