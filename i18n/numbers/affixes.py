# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What stands around the digits: signs, per cent, currency, and the spaces CLDR wants between them."""

import unicodedata
from typing import NamedTuple

from babel import Locale
from babel.numbers import get_currency_symbol

from i18n import cldr
from i18n.numbers.settings import NumberSettings
from i18n.numbers.symbols import Affixes, Symbols, affixes

NBSP = "\u00a0"


class Around(NamedTuple):
    """The text before and after the digits by sign, and the sizes of digit groups."""

    plain: tuple[str, str]
    minus: tuple[str, str]
    plus: tuple[str, str]
    primary: int
    secondary: int

    @property
    def before(self) -> str:
        """What stands before an unsigned number."""
        return self.plain[0]

    @property
    def after(self) -> str:
        """What stands after an unsigned number."""
        return self.plain[1]

    def signed(self, sign: str) -> tuple[str, str]:
        """What stands before and after a number with this sign ("", "-" or "+")."""
        if not sign:
            return self.plain
        return self.minus if sign == "-" else self.plus


def around(locale: Locale, settings: NumberSettings, marks: Symbols) -> Around:
    """The surroundings of a number in a language."""
    parts = affixes(_pattern(locale, settings))
    symbol = currency_symbol(locale, settings)
    positive = (parts.before, parts.after)
    negative = (parts.negative_before, parts.negative_after)
    plus = _plus(parts)

    def fill(pair: tuple[str, str]) -> tuple[str, str]:
        return _insert_currency((_sign(pair[0], marks), _sign(pair[1], marks)), symbol)

    return Around(fill(positive), fill(negative), fill(plus), parts.primary, parts.secondary)


def _pattern(locale: Locale, settings: NumberSettings) -> str:
    if settings.style == "percent":
        return str(locale.percent_formats[None].pattern)
    if settings.style == "currency" and settings.currency_display not in {"name", "never"}:
        kind = settings.currency_sign
        formats = cldr.data(locale, "currency_formats")
        return str((formats.get(kind) or formats["standard"]).pattern)
    return str(locale.decimal_formats[None].pattern)


def _plus(parts: Affixes) -> tuple[str, str]:
    before, after = parts.negative_before, parts.negative_after
    if "-" in before or "-" in after:
        return before.replace("-", "+"), after.replace("-", "+")
    return "+" + parts.before, parts.after


def currency_symbol(locale: Locale, settings: NumberSettings) -> str:
    """How the currency is written with these settings; "" when there is none."""
    if settings.style != "currency":
        return ""
    if settings.currency_display == "code":
        return settings.currency
    return get_currency_symbol(settings.currency, locale)


def _insert_currency(pair: tuple[str, str], symbol: str) -> tuple[str, str]:
    """Put the symbol in; letters next to digits are kept apart (CLDR currencySpacing)."""
    before, after = pair
    if before.endswith("¤") and symbol and not _is_symbol(symbol[-1]):
        before += NBSP
    if after.startswith("¤") and symbol and not _is_symbol(symbol[0]):
        after = NBSP + after
    return before.replace("¤", symbol), after.replace("¤", symbol)


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in {"Sc", "Sk", "Sm", "So", "Zs"}


def _sign(text: str, marks: Symbols) -> str:
    if not text:
        return text
    return text.replace("-", marks.minus).replace("+", marks.plus).replace("%", marks.percent)
