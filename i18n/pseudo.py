# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pseudo-languages for tests: en-XA shows what is not translated or cut off, ar-XB what is not mirrored."""

import re

import msgspec

from i18n.mf2.errors import MessageSyntaxError
from i18n.mf2.model import Variant
from i18n.mf2.parser import parse
from i18n.mf2.serialise import serialise

ACCENTED = "en-XA"
MIRRORED = "ar-XB"
PSEUDO_LOCALES = frozenset({ACCENTED, MIRRORED})

_ACCENTS = str.maketrans(
    "aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZåÅäÄöÖ",
    "áÁƀƁçÇđĐéÉƒƑǧǦĥĤíÍĵĴķĶļĻɱṀñÑóÓþÞɋɊŕŔšŠţŢúÚṽṼŵŴẋẊýÝžŽǻǺǟǞȫȪ",
)
_WORD = re.compile(r"\S+")
RLO, PDF = "\u202e", "\u202c"


def pseudonymise(source: str, tag: str) -> str:
    """The message with its text disguised, its placeholders and markup as they were."""
    try:
        model = parse(source)
    except MessageSyntaxError:
        return source
    change = _accent if tag == ACCENTED else _mirror
    variants = tuple(
        Variant(
            variant.keys, tuple(change(p) if isinstance(p, str) else p for p in variant.pattern)
        )
        for variant in model.variants
    )
    if tag == ACCENTED:
        variants = tuple(_frame(variant) for variant in variants)
    return serialise(msgspec.structs.replace(model, variants=variants))


def _accent(text: str) -> str:
    return text.translate(_ACCENTS)


def _frame(variant: Variant) -> Variant:
    """The pattern in brackets and about a third longer."""
    length = sum(len(part) for part in variant.pattern if isinstance(part, str))
    filling = "~" * max(1, round(length * 0.3))
    return Variant(variant.keys, ("[", *variant.pattern, f" {filling}]"))


def _mirror(text: str) -> str:
    return _WORD.sub(lambda word: f"{RLO}{word.group()}{PDF}", text)


def is_whole(text: str) -> bool:
    """Whether a text of en-XA came through untouched: brackets at both ends."""
    return text.startswith("[") and text.endswith("]")
