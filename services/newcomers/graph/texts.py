# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Texts as the graph shows them: each says its language, whether it is a fall-back, and who wrote it."""

import strawberry

from i18n import registry
from services.kit.graph import Locale, LocalizedText, TextDirection, TextOrigin
from services.newcomers.domain.guide import Line


def text_in(
    value: str, language: str, *, origin: TextOrigin, is_fallback: bool = False,
    original: LocalizedText | None = None,
) -> LocalizedText:  # fmt: skip
    """A text with its language, direction and who wrote it."""
    known = language if registry.known(language) else "sv"
    is_rtl = registry.entry(known).direction == "rtl"
    return LocalizedText(
        value=value,
        language=Locale(known),
        direction=TextDirection.RTL if is_rtl else TextDirection.LTR,
        is_fallback=is_fallback,
        origin=origin,
        original=original,
    )


def line_text(line: Line, source: str) -> LocalizedText:
    """A sentence of the guide with its original one tap away."""
    if line.language == source:
        return text_in(line.text, source, origin=TextOrigin.SOURCE, is_fallback=line.is_fallback)
    origin = TextOrigin.HUMAN
    if line.machine:
        origin = TextOrigin.MACHINE_REVIEWED if line.reviewed else TextOrigin.MACHINE
    original = text_in(line.original, source, origin=TextOrigin.SOURCE)
    return text_in(
        line.text, line.language, origin=origin, is_fallback=line.is_fallback, original=original
    )


def id_of(value: str) -> strawberry.ID:
    """An id."""
    return strawberry.ID(value)
