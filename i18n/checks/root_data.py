# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No registered language shows CLDR's root data: `duration-`, `M03`, `-3 d`."""

import datetime as dt
import re
from collections.abc import Iterator

from i18n import formats, registry
from i18n.checks.finding import Finding

CHECK = "root data"

_ROOT = re.compile(r"duration-|M0\d|M1\d|[-+]\d+ (?:d|h|w|m|y|min|s)\b")
_DAY = dt.date(2026, 3, 9)
_SPAN = dt.timedelta(days=3)
UNITS = ("day", "hour", "minute", "week", "month", "year")


def check() -> Iterator[Finding]:
    """Every format of every registered language, looked at for root data."""
    for tag in registry.tags():
        for text in samples(tag):
            if _ROOT.search(text):
                yield Finding(CHECK, tag, text)


def samples(tag: str) -> list[str]:
    """One text of each format in a language."""
    return [
        formats.format_number(1234.5, tag),
        formats.format_percent(0.25, tag),
        formats.format_currency(1234.5, tag),
        formats.format_date(_DAY, tag),
        formats.format_date(_DAY, tag, length="full"),
        formats.format_date(_DAY, tag, length="medium"),
        formats.format_time(dt.time(14, 5), tag),
        formats.format_interval(_DAY, _DAY + _SPAN, locale=tag),
        formats.format_relative(_SPAN, tag),
        formats.format_relative(-_SPAN, tag),
        formats.format_duration(dt.timedelta(hours=1, minutes=30), tag),
        formats.format_list(["A", "B", "C"], tag),
        *(formats.format_unit(3, tag, unit=unit) for unit in UNITS),
        *(formats.format_relative_unit(-3, tag, unit=unit) for unit in UNITS),
    ]
