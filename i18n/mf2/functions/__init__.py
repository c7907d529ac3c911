# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The default function registry of MessageFormat 2, complete; `:unit` and dates are drafts there."""

from collections.abc import Mapping
from types import MappingProxyType

from i18n.mf2.functions.currency import format_currency
from i18n.mf2.functions.moment import format_date, format_datetime, format_time
from i18n.mf2.functions.number import (
    format_integer,
    format_number,
    format_offset,
    format_percent,
)
from i18n.mf2.functions.text import format_string
from i18n.mf2.functions.unit import format_unit
from i18n.mf2.values import Function

DEFAULT_FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        "string": format_string,
        "number": format_number,
        "integer": format_integer,
        "offset": format_offset,
        "percent": format_percent,
        "currency": format_currency,
        "unit": format_unit,
        "date": format_date,
        "time": format_time,
        "datetime": format_datetime,
    }
)
"""Every function a message may use without more ado."""
