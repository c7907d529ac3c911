# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Amounts of a unit, spans of time, and time relative to now."""

import datetime as dt
from decimal import Decimal
from typing import Literal

from babel.dates import format_timedelta
from babel.units import format_unit as babel_unit

from i18n import cldr

Length = Literal["long", "short", "narrow"]


def format_unit(value: float | Decimal, locale: str, *, unit: str, length: Length = "long") -> str:
    """An amount of a CLDR unit: 3 of `day` is `3 dygn` in sv."""
    return babel_unit(value, unit, length=length, locale=cldr.locale(locale))


def format_duration(value: dt.timedelta, locale: str, *, length: Length = "long") -> str:
    """A span in its two largest units: `1 timme och 30 minuter` in sv."""
    return format_timedelta(
        value, locale=cldr.locale(locale), format=length if length != "long" else "long"
    )


def format_relative(value: dt.timedelta, locale: str, *, length: Length = "long") -> str:
    """How long ago (negative) or ahead: `för 3 dagar sedan`, `om 3 dagar` in sv."""
    return format_timedelta(value, add_direction=True, locale=cldr.locale(locale), format=length)
