# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Lists in a sentence: `A, B och C` (CLDR list patterns)."""

from collections.abc import Sequence
from typing import Literal

from babel.lists import format_list as join

from i18n import cldr

_STYLES: dict[str, Literal["standard", "or", "unit"]] = {
    "and": "standard",
    "or": "or",
    "unit": "unit",
}


def format_list(
    items: Sequence[str], locale: str, *, style: Literal["and", "or", "unit"] = "and"
) -> str:
    """The items joined as the language joins them; nothing for no items."""
    return join(list(items), style=_STYLES[style], locale=cldr.locale(locale)) if items else ""
