# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which language a text is in: scripts as a gate, small words and letters as our own evidence.

A witness from outside (a general detector) is heard and weighed; the language somebody declared or
reads tips the scale between near neighbours. When unsure we ask instead of guessing.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from services.language.domain.letters import is_foreign, likelihood
from services.language.domain.small_words import SMALL_WORDS

ETHIOPIC = ("ti", "am")
ARABIC = ("ar", "fa", "prs", "ps", "ur", "ckb")
HEBREW = ("yi", "he")
CYRILLIC = ("uk", "ru")
LATIN = (
    "sv", "en", "nb", "da", "fi", "fit", "se", "kmr", "rom", "so", "es", "fr", "de", "pl", "tr",
)  # fmt: skip

_SURE = 0.7
"""Less than this is asked about: one sentence in twenty, most of those that we get wrong."""
_NEVER_SURER = 0.99
_SHORT_WORDS = 3
_READ = 600
"""Characters that are read; more says nothing new."""
_WORD_WEIGHT = 3.0
_WITNESS_WEIGHT = 4.0
_PRIOR_WEIGHT = 8.0
_COMMON = {"fa": 2.0, "fi": 1.0}
"""Head start before a near neighbour that few write: Dari's spelling is mostly that of Persian."""
_STRANGE = 2.9
"""Surprise per letter (nats) from which a trusted witness knows better than we do."""
_VERY_STRANGE = 3.5
"""The same for a witness that does not trust itself."""
_WORD_SHARE = 1.5
"""What a text of nothing but small words takes off the surprise."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'\u200c][^\W\d_]+)*")


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """A language, how sure we are (0 to 1), and whether the person should be asked."""

    language: str
    confidence: float
    must_ask: bool = False


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """What an outside detector says."""

    language: str
    confidence: float
    is_reliable: bool = True
    """Whether the detector itself trusts its answer, and the house knows the language."""


def identify(text: str, witness: Witness | None, *, prior: str | None = None) -> Guess:
    """The language of a text; `must_ask` when unsure, or when it is short and against the prior."""
    read = text[:_READ]
    words = [word.lower() for word in _WORD.findall(read)]
    if not words:
        return Guess(language=prior or "und", confidence=0.0, must_ask=True)
    candidates = script_languages(read)
    heard = _as_ours(witness, candidates) if witness else None
    guess = _weigh(read, words, candidates, heard, prior)
    if heard and heard.language not in candidates and _is_believed(read, words, heard, guess):
        guess = Guess(language=heard.language, confidence=heard.confidence)
    is_other_script = prior in _WEIGHED and prior not in candidates
    if guess.language == "und" and prior:
        return Guess(language=prior, confidence=0.0, must_ask=True)
    is_short = len(words) < _SHORT_WORDS and not is_other_script
    if prior and prior != guess.language and is_short:
        return Guess(language=prior, confidence=guess.confidence, must_ask=True)
    return msgspec.structs.replace(guess, must_ask=guess.confidence < _SURE)


def script_languages(text: str) -> tuple[str, ...]:
    """The languages that we weigh for the script most letters are in; none for other scripts."""
    counted = Counter(_script(sign) for sign in text if sign.isalpha())
    if not counted:
        return ()
    script, _ = counted.most_common(1)[0]
    return _BY_SCRIPT.get(script, ())


def _script(sign: str) -> str:
    point = ord(sign)
    for name, ranges in _RANGES.items():
        if any(first <= point <= last for first, last in ranges):
            return name
    return "other"


_BY_SCRIPT = {
    "Ethi": ETHIOPIC, "Arab": ARABIC, "Hebr": HEBREW, "Cyrl": CYRILLIC, "Latn": LATIN,
}  # fmt: skip
_WEIGHED = frozenset(tag for tags in _BY_SCRIPT.values() for tag in tags)
_RANGES = {
    "Latn": ((0x41, 0x24F), (0x1E00, 0x1EFF)),
    "Ethi": ((0x1200, 0x139F), (0x2D80, 0x2DDF)),
    "Arab": ((0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "Hebr": ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    "Cyrl": ((0x0400, 0x052F),),
}


def _weigh(
    text: str,
    words: Sequence[str],
    candidates: Sequence[str],
    heard: Witness | None,
    prior: str | None,
) -> Guess:
    """The candidate with most behind it, against the others."""
    scores = {
        tag: likelihood(text, tag)
        + _WORD_WEIGHT * sum(word in SMALL_WORDS[tag] for word in words)
        + _PRIOR_WEIGHT * (tag == prior)
        + _COMMON.get(tag, 0.0)
        + (_WITNESS_WEIGHT * heard.confidence if heard and heard.language == tag else 0.0)
        for tag in candidates
    }
    if not scores:
        return Guess(language="und", confidence=0.0)
    best = max(scores, key=lambda tag: scores[tag])
    spread = math.sqrt(sum(map(len, words)))
    total = sum(math.exp((score - scores[best]) / spread) for score in scores.values())
    return Guess(language=best, confidence=min(1 / total, _NEVER_SURER))


def _is_believed(text: str, words: Sequence[str], heard: Witness, ours: Guess) -> bool:
    """Whether the witness is right about a language that we do not weigh ourselves."""
    if ours.language not in _WEIGHED:
        return True
    if ours.language in (*ETHIOPIC, *ARABIC, *HEBREW):
        return False
    known = SMALL_WORDS.get(ours.language, frozenset())
    share = sum(word in known for word in words) / len(words)
    letters = sum(map(len, words)) + len(words)
    strangeness = -likelihood(text, ours.language) / letters - _WORD_SHARE * share
    if heard.is_reliable:
        return strangeness > _STRANGE or is_foreign(text, ours.language)
    return strangeness > _VERY_STRANGE and len(words) >= _SHORT_WORDS


def _as_ours(witness: Witness, candidates: Sequence[str]) -> Witness:
    """The witness' code in the house's tags: Kurdish is two languages in two scripts."""
    code = witness.language
    if code == "ku":
        code = "ckb" if "ckb" in candidates else "kmr"
    code = _OUR_TAGS.get(code, code)
    return msgspec.structs.replace(witness, language=code)


_OUR_TAGS = {"no": "nb", "nn": "nb", "iw": "he", "zh": "zh-Hans", "bh": "hi"}
