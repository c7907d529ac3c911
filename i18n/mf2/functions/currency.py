# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:currency`: an amount of money. Formats, does not select."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from babel.numbers import get_currency_name, get_currency_precision

from i18n import cldr
from i18n.mf2.errors import FunctionError, MessageError
from i18n.mf2.functions.number import number_formatter
from i18n.mf2.functions.reading import (
    SIZES,
    Number,
    number_operand,
    read_options,
    read_size,
)
from i18n.mf2.values import FunctionContext, Money, Option, Options, Value
from i18n.numbers import NumberFormatter
from i18n.numbers.pieces import Piece

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
_NOTHING: Mapping[str, Any] = {}
REMEMBERED = 64
"""How many currencies an expression keeps its preparations for."""
_INHERITED = _KNOWN | {"currency", "fractionDigits"}


class _Prepared(NamedTuple):
    """What the options of an expression amount to: settled once, used for every amount."""

    options: Mapping[str, Any]
    shape: NumberFormatter
    problems: tuple[MessageError, ...]


def format_currency(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:currency`; the code comes from the operand or from the option, never from both."""
    number, inherited = number_operand(operand)
    own = operand is not None and operand.value.__class__ is Money
    code = inherited.get("currency") if own else None
    memo = context.memo if own or not inherited else None
    made: _Prepared | None = None if memo is None else memo.get(code)
    if made is None:
        made = _find(context.locale, options, inherited, own=own)
        if memo is not None and len(memo) < REMEMBERED:
            memo[code] = made
    for problem in made.problems:
        context.error(problem.type, problem.detail)  # pyright: ignore[reportArgumentType]
    return _money(context, number, made)


def currency_shape(locale: str, options: Options, own: str = "") -> NumberFormatter | None:
    """The formatter that literal options settle for plain numbers, or for money with a code of its own.

    None when they do not settle it.
    """
    inherited = {"currency": own} if own else _NOTHING
    try:
        made = _find(locale, options, inherited, own=bool(own))
    except FunctionError:
        return None
    named = made.options.get("currencyDisplay") == "name"
    return None if named or made.problems else made.shape


def _find(locale: str, options: Options, inherited: Mapping[str, Any], *, own: bool) -> _Prepared:
    key = (locale, tuple(options.items()), tuple(inherited.items()), own)
    try:
        return _remember(*key)
    except TypeError:  # an option that came as a variable need not be hashable
        return _prepare(*key)


def _prepare(
    locale: str,
    given: tuple[tuple[str, Option], ...],
    inherited: tuple[tuple[str, Any], ...],
    own: bool,  # noqa: FBT001 - part of a key
) -> _Prepared:
    problems: list[MessageError] = []
    context = FunctionContext(locale, problems, tag_direction="auto")
    options = dict(given)
    merged = {name: value for name, value in inherited if name in _INHERITED}
    code = options.get("currency")
    if code is not None:
        if own:
            context.error("bad-option", "the operand has a currency of its own")
        else:
            _take_code(context, code.value, merged)
    found = merged.get("currency")
    if not isinstance(found, str) or not _CODE.fullmatch(found):
        raise FunctionError("bad-operand", "a currency code is needed")
    merged["currency"] = found.upper()
    digits = options.get("fractionDigits")
    if digits is not None:
        _take_digits(context, digits.value, merged)
    merged.update(read_options(context, options, _KNOWN))
    return _Prepared(merged, _shape(locale, merged), tuple(problems))


_remember = lru_cache(maxsize=2048)(_prepare)


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


def _shape(locale: str, merged: Mapping[str, Any]) -> NumberFormatter:
    digits = merged.get("fractionDigits", get_currency_precision(str(merged["currency"])))
    shown = {k: v for k, v in merged.items() if k != "fractionDigits"}
    shown["minimumFractionDigits"] = shown["maximumFractionDigits"] = digits
    return number_formatter(locale, "currency", None, tuple(shown.items()))


def _money(context: FunctionContext, number: Number, made: _Prepared) -> Value:
    named = made.options.get("currencyDisplay") == "name"

    def name() -> str:
        locale = cldr.exact_locale(context.locale)
        return get_currency_name(str(made.options["currency"]), float(number), locale)

    def text() -> str:
        amount = made.shape.format(number)
        return f"{amount} {name()}" if named else amount

    def pieces() -> tuple[Piece, ...]:
        amount = made.shape.pieces(number)
        return (*amount, ("literal", " "), ("currency", name())) if named else amount

    return Value(
        "currency",
        number,
        format=text,
        pieces=pieces,
        options=made.options,
        direction=context.tag_direction,
    )
