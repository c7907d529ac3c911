# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The order of a language's alphabet as a key that any database sorts right (L5)."""

import unicodedata
from typing import Final

_NORDIC: Final = {"å": "z\uf8f1", "ä": "z\uf8f2", "æ": "z\uf8f2", "ö": "z\uf8f3", "ø": "z\uf8f3"}
_LETTERS: Final[dict[str, dict[str, str]]] = {
    "sv": _NORDIC,
    "sv-x-lattlast": _NORDIC,
    "fi": _NORDIC,
    "es": {"ñ": "n\uf8f1"},
    "uk": {"ґ": "г\uf8f1", "є": "е\uf8f1", "і": "и\uf8f1", "ї": "и\uf8f2", "й": "и\uf8f3"},
    "ar": {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ت\uf8f1", "ى": "ي"},
}


def sort_key(text: str, language: str) -> str:
    """A key: letters the language counts as its own keep their place, other marks are left out."""
    own = _LETTERS.get(language, {})
    composed = unicodedata.normalize("NFC", text.strip().casefold())
    return "".join(own.get(letter) or _plain(letter) for letter in composed)


def _plain(letter: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))
    return kept if kept.isalnum() else " "
