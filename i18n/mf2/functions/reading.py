# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading operands and options the way the number functions of MessageFormat 2 must."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from i18n.mf2.errors import FunctionError
from i18n.mf2.values import FunctionContext, Money, Options, Value
from i18n.numbers.rounding import MODES, WIDE

Number = int | Decimal

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", re.ASCII)
_DIGIT_SIZE = re.compile(r"0|[1-9][0-9]?", re.ASCII)
MAX_LITERAL = 400
LARGEST_WHOLE = 10**MAX_LITERAL
LARGEST_SIZE = 99
LONGEST_INCREMENT = 4

INCREMENTS = frozenset({1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000})

WORDS: dict[str, frozenset[str]] = {
    "select": frozenset({"plural", "ordinal", "exact"}),
    "signDisplay": frozenset({"auto", "always", "exceptZero", "negative", "never"}),
    "useGrouping": frozenset({"auto", "always", "never", "min2"}),
    "trailingZeroDisplay": frozenset({"auto", "stripIfInteger"}),
    "roundingPriority": frozenset({"auto", "morePrecision", "lessPrecision"}),
    "roundingMode": MODES,
    "currencySign": frozenset({"standard", "accounting"}),
    "currencyDisplay": frozenset({"narrowSymbol", "symbol", "name", "code", "never"}),
    "unitDisplay": frozenset({"short", "narrow", "long"}),
}
SIZES = frozenset(
    {
        "minimumIntegerDigits",
        "minimumFractionDigits",
        "maximumFractionDigits",
        "minimumSignificantDigits",
        "maximumSignificantDigits",
    }
)


def is_number_literal(text: str) -> bool:
    """Whether a text matches `number-literal`."""
    return len(text) <= MAX_LITERAL and _NUMBER.fullmatch(text) is not None


def read_number(value: object) -> Number:
    """A number operand; FunctionError `bad-operand` for anything else, truth values included."""
    if isinstance(value, bool):
        raise FunctionError("bad-operand", "a truth value is no number")
    if isinstance(value, int):
        if abs(value) >= LARGEST_WHOLE:
            raise FunctionError("bad-operand", "the number is too large to show")
        return int(value)
    if isinstance(value, float):
        value = Decimal(repr(float(value)))
    elif isinstance(value, str) and is_number_literal(value):
        value = _from_literal(value)
    if isinstance(value, Decimal):
        if not value.is_finite() or abs(value.adjusted()) > MAX_LITERAL:
            raise FunctionError("bad-operand", "the number has no digits to show")
        return value
    if isinstance(value, int):
        return value
    raise FunctionError("bad-operand", "expected a number")


@lru_cache(maxsize=2048)
def _from_literal(text: str) -> Number:
    number = Decimal(text)
    if number.is_zero():
        return 0 if not number.is_signed() else Decimal("-0")
    if abs(number.adjusted()) > MAX_LITERAL:
        return number
    return int(number) if number == number.to_integral_value() else number.normalize(WIDE)


def number_operand(operand: Value | None) -> tuple[Number, Mapping[str, Any]]:
    """The number of an operand and the options that come with it."""
    if operand is None:
        raise FunctionError("bad-operand", "an operand is needed")
    value = operand.value
    if isinstance(value, Money):
        return read_number(value.value), {"currency": value.currency}
    if isinstance(value, Mapping):
        given = cast("Mapping[str, Any]", value)
        return read_number(given.get("value")), {k: v for k, v in given.items() if k != "value"}
    return read_number(value), operand.options


def read_size(value: object) -> int | None:
    """A digit size (0 to 99), or None when the value is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if _DIGIT_SIZE.fullmatch(value) else None
    if isinstance(value, int):
        return value if 0 <= value <= LARGEST_SIZE else None
    if (
        isinstance(value, Decimal)
        and value == value.to_integral_value()
        and 0 <= value <= LARGEST_SIZE
    ):
        return int(value)
    return None


Reader = Callable[[object], Any]


def read_word(name: str) -> Reader:
    """A reader of one of the known words of an option; None for any other."""
    words = WORDS[name]
    return lambda value: value if isinstance(value, str) and value in words else None


def read_increment(value: object) -> int | None:
    """A rounding increment, or None when the value is none of those allowed."""
    if (
        isinstance(value, str)
        and value.isascii()
        and value.isdigit()
        and len(value) <= LONGEST_INCREMENT
    ):
        value = int(value)
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and value in INCREMENTS
        else None
    )


READERS: dict[str, Reader] = {
    **{name: read_word(name) for name in WORDS},
    **dict.fromkeys(SIZES, read_size),
    "roundingIncrement": read_increment,
}


def read_options(
    context: FunctionContext, options: Options, known: frozenset[str]
) -> dict[str, Any]:
    """The known options with good values; a bad value is reported and left out, others ignored."""
    found: dict[str, Any] = {}
    for name, option in options.items():
        if name not in known:
            continue
        value = READERS[name](option.value)
        if value is None:
            context.error("bad-option", name)
        else:
            found[name] = value
    return found
