# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Functions that the tests hand in from outside, and a short way to format."""

from decimal import Decimal

from i18n import mf2
from i18n.mf2 import FunctionContext, FunctionError, Options, Result, Value


def counted(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """A number that formats and selects, and counts how often it is called."""
    return _number(context, options, operand, formats=True, selects=True)


def chosen(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """A number that can only select."""
    return _number(context, options, operand, formats=False, selects=True)


def shown(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """A number that can only be shown."""
    return _number(context, options, operand, formats=True, selects=False)


def broken(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """A function with a fault of its own."""
    raise ZeroDivisionError((context, options, operand))


CALLS: list[str] = []
FUNCTIONS = {"our:both": counted, "our:select": chosen, "our:show": shown, "our:broken": broken}


def _number(context, options, operand, *, formats, selects) -> Value:
    CALLS.append(context.source)
    if operand is None:
        raise FunctionError("bad-operand")
    places = options.get("places")
    digits = operand.options.get("places", 0)
    if places is not None:
        if str(places.value) not in {"0", "1"}:
            raise FunctionError("bad-option", "places")
        digits = int(places.value)
    number = Decimal(str(operand.value))
    text = f"{number:.{digits}f}"

    def match(key: str) -> bool:
        return key in {text, str(number)}

    return Value(
        "our",
        number,
        format=(lambda: text) if formats else None,
        match=match if selects else None,
        better=lambda one, other: len(one) > len(other),
        options={"places": digits},
    )


def run(source: str, locale: str = "en-US", *, bidi="none", **arguments) -> tuple[str, list[str]]:
    """The text, and the kinds of errors in the order they came."""
    result: Result = mf2.format(source, locale, arguments, bidi=bidi, functions=FUNCTIONS)
    return result.text, [error.type for error in result.errors]
