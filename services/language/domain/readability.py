# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Readability: LIX, the Swedish measure (words per sentence and the share of long words)."""

import re

import msgspec

from services.language.domain.sentences import sentences

LONG_WORD = 6
"""A word with more letters than this is long."""
GOAL = 40.0
"""What a text for everybody should not exceed."""
MACHINE_LIMIT = 45.0
"""Above it no machine translates: the source must be made plainer first."""

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_COUNTED = re.compile(r"\w+(?:[-'’.:]\w+)*")


class Readability(msgspec.Struct, frozen=True):
    """The counts and the value they give."""

    words: int
    sentences: int
    long_words: int

    @property
    def lix(self) -> float:
        """Words per sentence plus the percentage of long words; 0 for a text without words."""
        if not self.words:
            return 0.0
        return self.words / max(1, self.sentences) + 100 * self.long_words / self.words

    @property
    def is_too_hard(self) -> bool:
        """Whether the text must be made plainer before a machine may translate it."""
        return self.lix > MACHINE_LIMIT


def measure(text: str) -> Readability:
    """Count words, sentences and words of more than six letters."""
    words = _COUNTED.findall(text)
    longer = sum(1 for word in words if sum(map(str.isalpha, word)) > LONG_WORD)
    counted = [each for each in sentences(text) if _COUNTED.search(each)]
    return Readability(len(words), len(counted), longer)


def word_count(text: str) -> int:
    """Words as budgets count them."""
    return len(_WORD.findall(text))
