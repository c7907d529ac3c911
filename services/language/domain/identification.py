# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which language a text is in: the declared one as prior, scripts as a gate, letters as a witness."""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache

import msgspec

from services.language.domain.samples import SAMPLES

ETHIOPIC = ("ti", "am")
ARABIC = ("ar", "fa", "prs", "ps", "ur", "ckb")
HEBREW = ("yi", "he")
CLOSE = ("kmr", "rom", "fit", "se", "prs", "fa")
"""Languages a general detector does not know or confuses; letters decide among them."""

_SURE = 0.5
_SHORT_WORDS = 3
_GRAM = 3


class Guess(msgspec.Struct, frozen=True, kw_only=True):
    """A language, how sure we are (0 to 1), and whether the person should be asked."""

    language: str
    confidence: float
    must_ask: bool = False


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """What an outside detector says."""

    language: str
    confidence: float


def identify(text: str, witness: Witness | None, *, prior: str | None = None) -> Guess:
    """The language of a text; `must_ask` when it is short and disagrees with the prior."""
    allowed = script_languages(text)
    guess = _by_script_and_witness(text, allowed, witness)
    if guess is None:
        return Guess(language=prior or "und", confidence=0.0, must_ask=True)
    is_short = len(text.split()) < _SHORT_WORDS
    if prior and prior != guess.language and is_short:
        return Guess(language=prior, confidence=guess.confidence, must_ask=True)
    return msgspec.structs.replace(guess, must_ask=guess.confidence < _SURE)


def script_languages(text: str) -> tuple[str, ...]:
    """Languages the script leaves open; empty for Latin, Cyrillic and the others."""
    counted = Counter(_script(sign) for sign in text if sign.isalpha())
    if not counted:
        return ()
    script, _ = counted.most_common(1)[0]
    return {"Ethi": ETHIOPIC, "Arab": ARABIC, "Hebr": HEBREW}.get(script, ())


def _script(sign: str) -> str:
    point = ord(sign)
    for name, ranges in _RANGES.items():
        if any(first <= point <= last for first, last in ranges):
            return name
    return "other"


_RANGES = {
    "Ethi": ((0x1200, 0x139F), (0x2D80, 0x2DDF)),
    "Arab": ((0x0600, 0x06FF), (0x0750, 0x077F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)),
    "Hebr": ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
}


def _by_script_and_witness(
    text: str, allowed: tuple[str, ...], witness: Witness | None
) -> Guess | None:
    language = _as_ours(witness.language, allowed) if witness else ""
    if allowed:
        if witness and language in allowed and language not in ("fa", "prs"):
            return Guess(language=language, confidence=max(witness.confidence, _SURE))
        known = {tag: SAMPLES[tag] for tag in allowed if tag in SAMPLES}
        return _by_letters(text, known)
    own = _by_letters(text, {tag: SAMPLES[tag] for tag in _LATIN})
    is_trusted = witness is not None and language in _LATIN
    if own and not is_trusted and own.confidence > _CERTAIN and own.language in CLOSE:
        return own
    if witness:
        return Guess(language=language, confidence=witness.confidence)
    return own


_CERTAIN = 0.95
_LATIN = ("sv", "en", "fi", "fit", "se", "kmr", "rom", "so", "nb")


def _as_ours(language: str, allowed: tuple[str, ...]) -> str:
    """pycld2 calls Sorani `ku`; the house has two Kurdish languages in two scripts."""
    if language == "ku":
        return "ckb" if "ckb" in allowed else "kmr"
    return {"no": "nb", "iw": "he", "zh": "zh-Hans", "zh-Hant": "zh-Hant", "bh": "hi"}.get(
        language, language
    )


def _by_letters(text: str, samples: Mapping[str, str]) -> Guess | None:
    """Naive Bayes over pieces of three letters."""
    pieces = Counter(_pieces(text))
    if not pieces or not samples:
        return None
    scores: dict[str, float] = {}
    for tag in samples:
        weights, floor = _model(tag)
        scores[tag] = sum(count * weights.get(piece, floor) for piece, count in pieces.items())
    best = max(scores, key=lambda tag: scores[tag])
    spread = math.sqrt(sum(pieces.values()))
    total = sum(math.exp((score - scores[best]) / spread) for score in scores.values())
    return Guess(language=best, confidence=1 / total)


@cache
def _model(tag: str) -> tuple[dict[str, float], float]:
    counted = Counter(_pieces(SAMPLES[tag]))
    total = sum(counted.values()) + len(counted) + 1
    weights = {piece: math.log((count + 1) / total) for piece, count in counted.items()}
    return weights, math.log(0.5 / total)


def _pieces(text: str) -> list[str]:
    framed = " " + " ".join(text.lower().split()) + " "
    return [framed[at : at + _GRAM] for at in range(len(framed) - _GRAM + 1)]
