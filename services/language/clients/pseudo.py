# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The pseudo engine: accents and brackets instead of a translation, for tests of everything around it."""

import re

from services.language.clients.contract import Delivery, Order
from services.language.domain.masking import Style

_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_PROTECTED = re.compile(r"<[^>]*>|&\w+;")


class Pseudo:
    """Translates any pair into an accented form of the source."""

    name: str = "pseudo"
    is_external: bool = False
    styles: tuple[Style, ...] = (Style.XML,)

    async def supports(self, source: str, target: str) -> bool:
        """Everything but a language into itself."""
        return source != target

    async def translate(self, order: Order) -> Delivery:
        """Accents on letters, brackets around sentences; tags and entities are left alone."""
        return Delivery(texts=tuple(_accented(text) for text in order.texts))

    async def stop(self) -> None:
        """Nothing to close."""


def _accented(text: str) -> str:
    if not text.strip():
        return text
    parts: list[str] = []
    place = 0
    for match in _PROTECTED.finditer(text):
        parts += (text[place : match.start()].translate(_ACCENTS), match.group())
        place = match.end()
    parts.append(text[place:].translate(_ACCENTS))
    return f"[{''.join(parts)}]"
