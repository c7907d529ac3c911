# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers, money, days, spans, lists, names, addresses and telephone numbers for people."""

from i18n.formats.address import Address, format_address
from i18n.formats.currency import format_currency, format_money
from i18n.formats.digits import to_native
from i18n.formats.duration import format_duration, format_unit
from i18n.formats.isolates import isolate, isolate_ltr
from i18n.formats.lists import format_list
from i18n.formats.moment import (
    format_date,
    format_datetime,
    format_interval,
    format_time,
    format_time_interval,
    week_number,
)
from i18n.formats.names import PersonName, format_name, search_key, to_passport
from i18n.formats.number import format_number, format_percent
from i18n.formats.phone import format_phone
from i18n.formats.relative import format_relative, format_relative_unit

__all__ = [
    "Address",
    "PersonName",
    "format_address",
    "format_currency",
    "format_date",
    "format_datetime",
    "format_duration",
    "format_interval",
    "format_list",
    "format_money",
    "format_name",
    "format_number",
    "format_percent",
    "format_phone",
    "format_relative",
    "format_relative_unit",
    "format_time",
    "format_time_interval",
    "format_unit",
    "isolate",
    "isolate_ltr",
    "search_key",
    "to_native",
    "to_passport",
    "week_number",
]
