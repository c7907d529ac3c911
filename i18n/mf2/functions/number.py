# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:number`, `:integer`, `:offset`, `:percent`: numbers that format and select by plural category."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP
from functools import lru_cache
from typing import Any

from i18n import cldr, plurals
from i18n.mf2.errors import FunctionError, MessageError
from i18n.mf2.functions.reading import (
    SIZES,
    WORDS,
    Number,
    is_number_literal,
    number_operand,
    read_options,
    read_size,
)
from i18n.mf2.values import FunctionContext, Options, Value
from i18n.numbers import NumberFormatter, NumberSettings
from i18n.numbers.formatter import as_decimal
from i18n.numbers.formatter import formatter as shared_formatter
from i18n.numbers.rounding import WIDE

KEYWORDS = frozenset(plurals.CATEGORIES)

_SHAPE = frozenset({"signDisplay", "useGrouping"})
_ROUNDING = frozenset({"trailingZeroDisplay", "roundingPriority", "roundingMode"})
NUMBER_OPTIONS = SIZES | _SHAPE | _ROUNDING | {"select", "roundingIncrement"}
INTEGER_OPTIONS = _SHAPE | {"select", "minimumIntegerDigits", "maximumSignificantDigits"}
PERCENT_OPTIONS = (SIZES - {"minimumIntegerDigits"}) | _SHAPE | _ROUNDING
_OPTIONS_OF = {"number": NUMBER_OPTIONS, "integer": INTEGER_OPTIONS, "percent": PERCENT_OPTIONS}
_NOTHING: Mapping[str, Any] = {}
_NOT_FOR_INTEGER = frozenset(
    {
        "minimumFractionDigits",
        "maximumFractionDigits",
        "minimumSignificantDigits",
        "roundingIncrement",
    }
)
_NOT_FOR_PERCENT = frozenset({"minimumIntegerDigits", "roundingIncrement", "select"})

_FIELDS = {
    "signDisplay": "sign",
    "useGrouping": "grouping",
    "minimumIntegerDigits": "minimum_integer",
    "minimumFractionDigits": "minimum_fraction",
    "maximumFractionDigits": "maximum_fraction",
    "minimumSignificantDigits": "minimum_significant",
    "maximumSignificantDigits": "maximum_significant",
    "trailingZeroDisplay": "trailing_zero",
    "roundingPriority": "priority",
    "roundingIncrement": "increment",
    "roundingMode": "mode",
    "currency": "currency",
    "currencyDisplay": "currency_display",
    "currencySign": "currency_sign",
    "unit": "unit",
    "unitDisplay": "unit_display",
}


def format_number(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:number`; options of the operand are kept where not given anew."""
    number, inherited = number_operand(operand)
    merged = _merge(context, options, inherited, NUMBER_OPTIONS)
    return number_value(context, number, merged, selects=_may_select(context, options, merged))


def format_integer(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:integer`; the value itself becomes whole."""
    number, inherited = number_operand(operand)
    if not isinstance(number, int):
        number = int(number.to_integral_value(ROUND_HALF_UP))
    kept = {k: v for k, v in inherited.items() if k not in _NOT_FOR_INTEGER} if inherited else {}
    merged = _merge(context, options, kept, INTEGER_OPTIONS)
    selects = _may_select(context, options, merged)
    return number_value(context, number, merged, selects=selects, maximum_fraction=0)


def format_offset(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:offset`: the operand plus or minus a small whole number."""
    number, inherited = number_operand(operand)
    given = [name for name in ("add", "subtract") if name in options]
    if len(given) != 1:
        raise FunctionError("bad-option", "exactly one of add and subtract is needed")
    size = read_size(options[given[0]].value)
    if size is None:
        raise FunctionError("bad-option", given[0])
    delta = size if given[0] == "add" else -size
    moved = number + delta if isinstance(number, int) else WIDE.add(number, delta)
    merged = dict(inherited)
    return number_value(context, moved, merged, selects=_may_select(context, options, merged))


def format_percent(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:percent`: a hundred times the value when shown and when selecting."""
    number, inherited = number_operand(operand)
    kept = {k: v for k, v in inherited.items() if k not in _NOT_FOR_PERCENT} if inherited else {}
    merged = _merge(context, options, kept, PERCENT_OPTIONS)
    return number_value(context, number, merged, selects=True, style="percent")


def number_shape(name: str, locale: str, options: Options) -> NumberFormatter | None:
    """The formatter that literal options settle for plain whole numbers; None when they do not."""
    problems: list[MessageError] = []
    context = FunctionContext(locale, problems, tag_direction="auto")
    merged = _merge(context, options, _NOTHING, _OPTIONS_OF[name])
    if problems or not _may_select(context, options, merged):
        return None
    style = "percent" if name == "percent" else "decimal"
    return number_formatter(locale, style, 0 if name == "integer" else None, tuple(merged.items()))


def number_value(
    context: FunctionContext,
    number: Number,
    options: Mapping[str, Any],
    *,
    selects: bool,
    style: str = "decimal",
    maximum_fraction: int | None = None,
) -> Value:
    """The value of a number function: formats lazily, selects by exact value before category."""
    locale = context.locale
    shape = number_formatter(locale, style, maximum_fraction, tuple(options.items()))
    mode = options.get("select", "plural")

    def matches(key: str) -> bool:
        if key in KEYWORDS:
            return mode != "exact" and key == category(locale, shape, number, mode)
        if is_key(key):
            return key == exact_text(number, percent=style == "percent")
        context.error("bad-variant-key", key)
        return False

    return Value(
        "number",
        number,
        format=lambda: shape.format(number),
        pieces=lambda: shape.pieces(number),
        match=matches if selects else None,
        better=_exact_first,
        options=options,
        direction=context.tag_direction,
    )


@lru_cache(maxsize=2048)
def is_key(key: str) -> bool:
    """Whether a variant key is a number literal."""
    return is_number_literal(key)


@lru_cache(maxsize=8192)
def category(locale: str, shape: NumberFormatter, number: Number, mode: str) -> str:
    """The plural category of a number as it is shown."""
    return plurals.category(locale, shape.shown(number), kind=mode)


@lru_cache(maxsize=4096)
def number_formatter(
    locale: str, style: str, maximum_fraction: int | None, options: tuple[tuple[str, Any], ...]
) -> NumberFormatter:
    """The shared formatter of a style with these options in a language."""
    fields = {_FIELDS[name]: value for name, value in options if name in _FIELDS}
    if maximum_fraction is not None:
        fields["maximum_fraction"] = maximum_fraction
    if style == "currency":
        fields["currency_digits"] = fields.get("minimum_fraction", 2)
    settings = NumberSettings(style=style, **fields)  # pyright: ignore[reportArgumentType]
    return shared_formatter(
        cldr.exact_locale(locale), settings, cldr.keyword(locale, "nu") or "latn"
    )


def exact_text(number: Number, *, percent: bool = False) -> str:
    """The number as a key must spell it to match exactly: whole numbers without a point."""
    if isinstance(number, int):
        return str(number * 100 if percent else number)
    shown = number.scaleb(2, WIDE) if percent else number
    if shown == shown.to_integral_value():
        return str(int(shown))
    return format(as_decimal(shown).normalize(WIDE), "f")


def _exact_first(one: str, other: str) -> bool:
    return one not in KEYWORDS and other in KEYWORDS


def _merge(
    context: FunctionContext, options: Options, inherited: Mapping[str, Any], known: frozenset[str]
) -> dict[str, Any]:
    own = read_options(context, options, known) if options else {}
    return {**inherited, **own} if inherited else own


def _may_select(context: FunctionContext, options: Options, merged: Mapping[str, Any]) -> bool:
    """Whether `select`, if set at all, was written literally here and is a known mode."""
    option = options.get("select")
    if option is None:
        if "select" in merged:
            context.error("bad-option", "select is not inherited")
            return False
        return "select" not in context.dropped
    if not option.literal:
        context.error("bad-option", "select must be literal")
        return False
    return option.value in WORDS["select"]
