# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How a number is to be shown; names and defaults as in MessageFormat 2 and ECMA-402."""

from typing import Literal

import msgspec

Style = Literal["decimal", "percent", "currency", "unit"]


class NumberSettings(msgspec.Struct, frozen=True):
    """The resolved options of one formatted number. None means "the style's default"."""

    style: Style = "decimal"
    sign: str = "auto"
    grouping: str = "auto"
    minimum_integer: int = 1
    minimum_fraction: int | None = None
    maximum_fraction: int | None = None
    minimum_significant: int | None = None
    maximum_significant: int | None = None
    trailing_zero: str = "auto"
    priority: str = "auto"
    increment: int = 1
    mode: str = "halfExpand"
    currency: str = ""
    currency_display: str = "symbol"
    currency_sign: str = "standard"
    currency_digits: int = 2
    unit: str = ""
    unit_display: str = "short"

    def fraction_range(self) -> tuple[int, int]:
        """The least and the most fraction digits, by the defaults of the style."""
        low, high = {"percent": (0, 0), "currency": (self.currency_digits,) * 2}.get(
            self.style, (0, 3)
        )
        least, most = self.minimum_fraction, self.maximum_fraction
        if least is None:
            least = low if most is None else min(low, most)
        if most is None:
            most = max(high, least)
        return least, max(least, most)
