# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words as they are searched for: without case and marks, light endings off, nothing hostile left."""

import re
import unicodedata
from typing import Final

MOST_WORDS: Final = 12
MOST_WORD_LETTERS: Final = 40
_WORD: Final = re.compile(r"[^\W_]+")
_ARABIC: Final = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_ARTICLE: Final = "ال"
_STEM_LEAST: Final = 4
_ENDINGS: Final = {
    "sv": ("arnas", "ernas", "ornas", "arna", "erna", "orna", "ets", "ens", "en", "et", "ar", "er", "or", "s"),
    "en": ("ies", "es", "s"),
    "es": ("es", "s"),
}  # fmt: skip


def fold(text: str) -> list[str]:
    """The words of a text, folded: letters and digits alone, whatever came in."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("\u0640", ""))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).translate(_ARABIC)
    return [word[:MOST_WORD_LETTERS] for word in _WORD.findall(kept)]


def stem(word: str, language: str) -> str:
    """The word without a light ending, or without the Arabic article."""
    if word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + 3:
        return word[len(_ARTICLE) :]
    for ending in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM_LEAST:
            return word[: -len(ending)]
    return word


def indexed(text: str, language: str) -> str:
    """What the index keeps of a text: each word, and its stem when that is another."""
    found: dict[str, None] = {}
    for word in fold(text):
        found[word] = None
        found[stem(word, language)] = None
    return " ".join(found)


def asked(text: str, language: str) -> list[str]:
    """The beginnings of words that a question looks for, all of which must be there."""
    return [stem(word, language) for word in fold(text)[:MOST_WORDS]]
