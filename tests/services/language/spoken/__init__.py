# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What newcomers say: our own sentences, a file per language, the short ones before the empty line."""

from functools import cache
from pathlib import Path

from i18n.catalogues.store import entries_of

_HERE = Path(__file__).parent
LANGUAGES = tuple(sorted(file.stem for file in _HERE.glob("*.txt")))
SHORT = 20
"""So many sentences of a language are of a few words; as many again are longer (ten in Romani)."""
LEAST_WORDS = 3


@cache
def spoken(language: str) -> list[tuple[str, str]]:
    """Each sentence with its language."""
    lines = (_HERE / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [(line, language) for line in lines if line and not line.startswith("#")]


@cache
def catalogue(language: str) -> list[tuple[str, str]]:
    """Texts of the city's own surfaces in a language: whole sentences of three words and more."""
    entries = entries_of("en" if language == "sv" else language).values()
    texts = {entry.source if language == "sv" else entry.text for entry in entries}
    whole = (text for text in sorted(texts) if "{" not in text)
    return [(text, language) for text in whole if len(text.split()) >= LEAST_WORDS]
