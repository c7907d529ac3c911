# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The number formatter: settings and language once, then many numbers (UTS 35 part 3, ECMA-402)."""

from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from babel import Locale

from i18n.numbers.affixes import around, currency_symbol
from i18n.numbers.pieces import Piece, affix_pieces, digit_pieces, mark_names
from i18n.numbers.rounding import MAX_EXPONENT, WIDE, round_number
from i18n.numbers.settings import NumberSettings
from i18n.numbers.symbols import LATN, ZEROS, symbols

LONGEST_WHOLE = 10**15
LONGEST_EXACT = 30
UNSIGNED = frozenset({"auto", "negative", "never"})
"""Ways of showing signs in which a number from nought up has none."""


class Formatted(NamedTuple):
    """A number as text, and the digits it shows (for the plural rules)."""

    text: str
    shown: Decimal


class NumberFormatter:
    """Formats numbers one way in one language."""

    __slots__ = (
        "_around",
        "_bare",
        "_bare_limit",
        "_factor",
        "_fraction",
        "_plain",
        "_signs",
        "_symbols",
        "_translate",
        "_whole",
        "_zeros",
        "locale",
        "settings",
    )

    def __init__(self, locale: Locale, settings: NumberSettings, system: str) -> None:
        """Prepare what does not depend on the number."""
        self.locale = locale
        self.settings = settings
        self._symbols = symbols(locale, system)
        zero = self._symbols.zero
        digits = {ZEROS[LATN] + n: zero + n for n in range(10)}
        self._translate = digits if zero != ZEROS[LATN] else None
        self._around = around(locale, settings, self._symbols)
        self._signs = settings.sign
        self._whole = (
            settings.minimum_significant is None
            and settings.maximum_significant is None
            and settings.increment == 1
        )
        """Whether whole numbers need no rounding."""
        self._factor = 100 if settings.style == "percent" else 1
        least = settings.fraction_range()[0] if settings.trailing_zero == "auto" else 0
        self._zeros = "0" * least
        self._fraction = settings.fraction_range()
        self._plain = (
            self._whole
            and self._factor == 1
            and self._translate is None
            and settings.sign == "auto"
            and settings.minimum_integer == 1
            and settings.trailing_zero == "auto"
        )
        """Whether a number without digits to drop is its own text, but for groups and surroundings."""
        self._bare, self._bare_limit = self._prepare_bare()

    def _prepare_bare(self) -> tuple[tuple[str, str], int]:
        """What stands around small whole numbers, and up to where they need neither sign nor groups."""
        before, after = self._around.plain
        fraction = f"{self._symbols.decimal}{self._zeros}" if self._zeros else ""
        plain = (
            self._whole
            and self._factor == 1
            and self._translate is None
            and self._signs in UNSIGNED
            and self.settings.minimum_integer == 1
        )
        return (before, fraction + after), 10 ** (self._around.primary or 3) if plain else 0

    def format(self, value: float | Decimal) -> str:
        """The number as text."""
        if value.__class__ is int and 0 <= value < self._bare_limit:
            before, after = self._bare
            return f"{before}{value}{after}"
        if self._whole and value.__class__ is int and -LONGEST_WHOLE < value < LONGEST_WHOLE:
            return self._format_whole(int(value) * self._factor)
        return (self._plain and self._format_exact(as_decimal(value))) or self.show(value).text

    def _format_exact(self, number: Decimal) -> str:
        """A number that needs no rounding, worked on as text; "" when it does."""
        if not is_short(number):
            return ""
        whole, _, fraction = f"{number:f}".partition(".")
        least, most = self._fraction
        if len(fraction) > most:
            return ""
        before, after = self._around.plain
        if whole[0] == "-":
            whole = whole[1:]
            before, after = self._around.minus
        if len(fraction) != least:
            fraction = fraction.rstrip("0").ljust(least, "0")
        whole = self._group(whole)
        return (
            f"{before}{whole}{self._symbols.decimal}{fraction}{after}"
            if fraction
            else f"{before}{whole}{after}"
        )

    def _format_whole(self, number: int) -> str:
        sign = self._sign(negative=number < 0, zero=not number)
        before, after = self._around.signed(sign)
        whole = self._group(str(abs(number)).rjust(self.settings.minimum_integer, "0"))
        text = f"{whole}{self._symbols.decimal}{self._zeros}" if self._zeros else whole
        if self._translate:
            text = text.translate(self._translate)
        return f"{before}{text}{after}"

    def shown(self, value: float | Decimal) -> Decimal:
        """The number with the digits that the text shows; trailing zeros count."""
        number = as_decimal(value)
        if self.settings.style == "percent":
            number = number.scaleb(2, WIDE)
        if not number.is_finite() or abs(number.adjusted()) > MAX_EXPONENT:
            return number
        return round_number(number, self.settings)

    def show(self, value: float | Decimal) -> Formatted:
        """The number as text together with what it shows."""
        shown = self.shown(value)
        sign = self._sign(negative=shown.is_signed(), zero=not shown)
        before, after = self._around.signed(sign)
        return Formatted(before + self._digits(shown.copy_abs()) + after, shown)

    def pieces(self, value: float | Decimal) -> tuple[Piece, ...]:
        """The text of the number taken apart."""
        shown = self.shown(value)
        sign = self._sign(negative=shown.is_signed(), zero=not shown)
        before, after = self._around.signed(sign)
        names = mark_names(self._symbols, currency_symbol(self.locale, self.settings))
        return (
            *affix_pieces(before, names),
            *digit_pieces(self._digits(shown.copy_abs()), self._symbols),
            *affix_pieces(after, names),
        )

    def _sign(self, *, negative: bool, zero: bool) -> str:
        how = self._signs
        if how == "never":
            return ""
        if how == "negative":
            return "-" if negative and not zero else ""
        if how == "exceptZero":
            return "" if zero else "-" if negative else "+"
        if how == "always":
            return "-" if negative else "+"
        return "-" if negative else ""

    def _digits(self, value: Decimal) -> str:
        marks = self._symbols
        if value.is_nan():
            return marks.nan
        if value.is_infinite():
            return marks.infinity
        text = f"{value:f}" if abs(value.adjusted()) <= MAX_EXPONENT else str(value)
        whole, _, fraction = text.partition(".")
        if self.settings.minimum_integer == 0 and whole == "0" and fraction:
            whole = ""
        whole = self._group(whole.rjust(self.settings.minimum_integer, "0"))
        if self._translate:
            whole, fraction = whole.translate(self._translate), fraction.translate(self._translate)
        return f"{whole}{marks.decimal}{fraction}" if fraction else whole

    def _group(self, whole: str) -> str:
        how = self.settings.grouping
        primary, secondary = self._around.primary, self._around.secondary
        least = primary + (2 if how == "min2" else 1)
        if how == "never" or not primary or len(whole) < least:
            return whole
        parts = [whole[-primary:]]
        rest = whole[:-primary]
        while rest:
            parts.append(rest[-secondary:])
            rest = rest[:-secondary]
        return self._symbols.group.join(reversed(parts))


def is_plain(value: Any) -> bool:
    """Whether a value is a whole number or a decimal of everyday length, and exactly that type."""
    if value.__class__ is int:
        return bool(-LONGEST_WHOLE < value < LONGEST_WHOLE)
    return value.__class__ is Decimal and is_short(value)


def is_short(number: Decimal) -> bool:
    """Whether a number is finite and of everyday length."""
    return number.is_finite() and -LONGEST_EXACT < number.adjusted() < LONGEST_EXACT


def as_decimal(value: float | Decimal) -> Decimal:
    """The number exactly as a person would write it: 0.1 is a tenth."""
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


@lru_cache(maxsize=2048)
def formatter(locale: Locale, settings: NumberSettings, system: str = LATN) -> NumberFormatter:
    """The shared formatter of a language and settings; `system` is a numbering system of CLDR."""
    return NumberFormatter(locale, settings, system if system in ZEROS else LATN)
