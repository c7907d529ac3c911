# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers, money, days, spans, lists, names, addresses and telephone numbers for people."""

from i18n.formats.currency import format_currency, format_money
from i18n.formats.duration import format_duration, format_relative, format_unit
from i18n.formats.lists import format_list
from i18n.formats.moment import (
    format_date,
    format_datetime,
    format_interval,
    format_time,
    week_number,
)
from i18n.formats.number import format_number, format_percent

__all__ = [
    "format_currency",
    "format_date",
    "format_datetime",
    "format_duration",
    "format_interval",
    "format_list",
    "format_money",
    "format_number",
    "format_percent",
    "format_relative",
    "format_time",
    "format_unit",
    "week_number",
]
