# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Two linguistic libraries behind our own words: the witness of languages and lemmas of terms."""

from functools import lru_cache
from typing import Any

import pycld2
import simplemma

from i18n.registry import known
from services.language.domain.identification import Guess, Witness, identify

_LEMMAS = frozenset({
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "hi", "hu", "hy",
    "id", "is", "it", "ka", "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru", "se", "sk",
    "sl", "sq", "sv", "sw", "tr", "uk",
})  # fmt: skip
_UNPRINTABLE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)], " ")


def detect(text: str, *, prior: str | None = None) -> Guess:
    """The language of a text: the script, the witness, our own letters; never a silent guess."""
    return identify(text, hear(text), prior=prior)


def hear(text: str) -> Witness | None:
    """What the general detector says of a text; None when it does not know."""
    found: Any = pycld2
    try:
        is_reliable, _, guesses = found.detect(text.translate(_UNPRINTABLE), bestEffort=True)
    except found.error:
        return None
    _, code, percent, _ = guesses[0]
    if code == "un":
        return None
    return Witness(
        language=str(code),
        confidence=int(percent) / 100,
        is_reliable=bool(is_reliable) and known(str(code)),
    )


@lru_cache(maxsize=20_000)
def lemma(word: str, locale: str) -> str:
    """The dictionary form of a word; the word itself in a language without a dictionary."""
    if locale not in _LEMMAS:
        return word.lower()
    return simplemma.lemmatize(word, lang=locale).lower()
