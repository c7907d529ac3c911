# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Plural categories: CLDR's rules by way of the registry, never by way of gettext headers."""

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.plural import PluralRule

from i18n import cldr, registry

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""Every category CLDR knows, in CLDR's order."""

Rule = Callable[[Decimal], str]

_OWN = "rule: "
REMEMBERED_DIGITS = 15
LOOKED_AT = 6
"""The most digits that any rule of CLDR looks at (millions, in French and Spanish)."""


@lru_cache(maxsize=512)
def cardinal(tag: str) -> PluralRule:
    """The rule for amounts (1 day, 2 days) of a language."""
    plain = cldr.base(tag)
    if registry.known(plain):
        source = registry.entry(plain).plural_source
        if source.startswith(_OWN):
            return PluralRule({"one": source.removeprefix(_OWN)})
        return Locale.parse(source).plural_form
    return cldr.exact_locale(plain).plural_form


@lru_cache(maxsize=512)
def ordinal(tag: str) -> PluralRule:
    """The rule for ranks (1st, 2nd) of a language."""
    plain = cldr.base(tag)
    if registry.known(plain):
        source = registry.entry(plain).plural_source
        if source.startswith(_OWN):
            return PluralRule({})
        return Locale.parse(source).ordinal_form
    return cldr.exact_locale(plain).ordinal_form


@lru_cache(maxsize=512)
def categories(tag: str) -> tuple[str, ...]:
    """The cardinal categories a language uses, in CLDR's order; `other` is always among them."""
    used = {*cardinal(tag).tags, "other"}
    return tuple(name for name in CATEGORIES if name in used)


@lru_cache(maxsize=8192)
def category_of_integer(tag: str, number: int, kind: str = "plural") -> str:
    """The category of a whole number without fraction digits, remembered."""
    rule = ordinal(tag) if kind == "ordinal" else cardinal(tag)
    return rule(abs(number))


def category(tag: str, shown: Decimal | int, *, kind: str = "plural") -> str:
    """The category of a number as shown: 1 and 1.0 may differ, so trailing zeros count."""
    if isinstance(shown, int):
        return category_of_integer(tag, shown, kind)
    if not shown.is_finite():
        return "other"
    exponent = shown.as_tuple().exponent
    if exponent == 0 and shown.adjusted() < REMEMBERED_DIGITS:
        return category_of_integer(tag, int(shown), kind)
    rule = ordinal(tag) if kind == "ordinal" else cardinal(tag)
    return rule(_shorten(shown.copy_abs()))


def _shorten(number: Decimal) -> Decimal:
    """A number of many digits by one with the same category: rules look at the last digits only."""
    whole, _, fraction = format(number, "f").partition(".")
    if len(whole) > REMEMBERED_DIGITS:
        whole = f"1{whole[-LOOKED_AT:]}"
    fraction = fraction[-LOOKED_AT:]
    return Decimal(f"{whole}.{fraction}" if fraction else whole)
