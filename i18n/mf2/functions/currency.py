# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:currency`: an amount of money. Formats, does not select."""

import re
from typing import Any

from babel.numbers import get_currency_name, get_currency_precision

from i18n import cldr
from i18n.mf2.errors import FunctionError
from i18n.mf2.functions.number import number_formatter
from i18n.mf2.functions.reading import (
    SIZES,
    Number,
    number_operand,
    read_options,
    read_size,
)
from i18n.mf2.values import FunctionContext, Money, Options, Value

_CODE = re.compile(r"[A-Za-z]{3}", re.ASCII)
_KNOWN = (SIZES - {"minimumFractionDigits", "maximumFractionDigits"}) | {
    "currencySign",
    "currencyDisplay",
    "useGrouping",
    "trailingZeroDisplay",
    "roundingPriority",
    "roundingIncrement",
    "roundingMode",
}
_INHERITED = _KNOWN | {"currency", "fractionDigits"}


def format_currency(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:currency`; the code comes from the operand or from the option, never from both."""
    number, inherited = number_operand(operand)
    merged = {name: value for name, value in inherited.items() if name in _INHERITED}
    given = options.get("currency")
    if given is not None:
        if operand is not None and isinstance(operand.value, Money):
            context.error("bad-option", "the operand has a currency of its own")
        else:
            _take_code(context, given.value, merged)
    code = merged.get("currency")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise FunctionError("bad-operand", "a currency code is needed")
    merged["currency"] = code.upper()
    digits = options.get("fractionDigits")
    if digits is not None:
        _take_digits(context, digits.value, merged)
    merged.update(read_options(context, options, _KNOWN))
    return _money(context, number, merged)


def _take_code(context: FunctionContext, value: object, merged: dict[str, Any]) -> None:
    if isinstance(value, str) and _CODE.fullmatch(value):
        merged["currency"] = value.upper()
    else:
        context.error("bad-option", "currency")


def _take_digits(context: FunctionContext, value: object, merged: dict[str, Any]) -> None:
    if value == "auto":
        merged.pop("fractionDigits", None)
        return
    size = read_size(value)
    if size is None:
        context.error("bad-option", "fractionDigits")
    else:
        merged["fractionDigits"] = size


def _money(context: FunctionContext, number: Number, merged: dict[str, Any]) -> Value:
    locale, code = context.locale, str(merged["currency"])
    digits = merged.get("fractionDigits", get_currency_precision(code))
    shown = {k: v for k, v in merged.items() if k != "fractionDigits"}
    shown["minimumFractionDigits"] = shown["maximumFractionDigits"] = digits
    if "minimumSignificantDigits" in shown or "maximumSignificantDigits" in shown:
        shown.setdefault("roundingPriority", "auto")
    shape = number_formatter(locale, "currency", None, tuple(shown.items()))

    def text() -> str:
        amount = shape.format(number)
        if merged.get("currencyDisplay") != "name":
            return amount
        name = get_currency_name(code, float(number), cldr.exact_locale(locale))
        return f"{amount} {name}"

    return Value("currency", number, format=text, options=merged, direction=context.tag_direction)
