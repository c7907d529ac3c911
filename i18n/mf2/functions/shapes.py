# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The short way for whole numbers: a default function with literal options is one formatter."""

from collections.abc import Callable
from functools import lru_cache

from i18n.mf2.functions.currency import currency_shape
from i18n.mf2.functions.number import number_shape
from i18n.mf2.values import Options
from i18n.numbers import NumberFormatter

NUMBERS = frozenset({"number", "integer", "percent"})


def shape_of(name: str, locale: str, options: Options) -> NumberFormatter | None:
    """The formatter of a default function, or None when an expression must be resolved in full."""
    if name == "currency":
        return currency_shape(locale, options)
    return number_shape(name, locale, options) if name in NUMBERS else None


def remembered_shapes(locale: str, options: Options) -> Callable[[str], NumberFormatter | None]:
    """The formatters of `:currency` for money that brings its currency along, by its code."""

    @lru_cache(maxsize=64)
    def shape(code: str) -> NumberFormatter | None:
        return currency_shape(locale, options, code) if code else None

    return shape
