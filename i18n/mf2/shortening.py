# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Short ways for the usual placeholders: a text as it is, a plain number or amount by a default function.

Each gives exactly what the long way would, and takes the long way for any other argument.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from i18n.mf2.functions import DEFAULT_FUNCTIONS
from i18n.mf2.functions.shapes import remembered_shapes, shape_of
from i18n.mf2.model import Expression, FunctionRef, Literal, Variable
from i18n.mf2.resolve import Frame, Scope
from i18n.mf2.values import Money, Option, Options
from i18n.numbers import NumberFormatter
from i18n.numbers.formatter import is_plain

LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"

Writer = Callable[[Frame], str]

REMEMBERED_DAYS = 1024
"""How many calendar days a placeholder keeps the text of."""


def shorten(scope: Scope, part: Expression, write: Writer, *, isolates: bool) -> Writer:
    """The writer with a short way in front of it, where there is one."""
    operand, ref = part.operand, part.function
    if not isinstance(operand, Variable) or operand.name in scope.declared:
        return write
    function = "string" if ref is None else ref.name
    if scope.functions.get(function) is not DEFAULT_FUNCTIONS.get(function):
        return write
    if ref is None:
        return _text(operand.name, write, (FSI, PDI) if isolates else ("", ""))
    options = _literal_options(ref)
    around = (RLI, PDI) if isolates and scope.direction == "rtl" else ("", "")
    if options is None:
        return write
    return _by_function(scope, (operand.name, function), write, options, around)


def _by_function(
    scope: Scope, call: tuple[str, str], write: Writer, options: Options, around: tuple[str, str]
) -> Writer:
    name, function = call
    shape = shape_of(function, scope.locale, options)
    if shape is not None:
        return _number(name, write, shape, around, whole_only=function == "integer")
    if function == "currency":
        return _money(name, write, remembered_shapes(scope.locale, options), around)
    return _day(name, write) if function in {"date", "datetime"} else write


def _literal_options(ref: FunctionRef) -> Options | None:
    found = {n: Option(v.value, literal=True) for n, v in ref.options if isinstance(v, Literal)}
    if len(found) != len(ref.options) or any(name.startswith("u:") for name in found):
        return None
    return found


def _text(name: str, write: Writer, around: tuple[str, str]) -> Writer:
    before, after = around

    def write_text(frame: Frame) -> str:
        value = frame.arguments.get(name)
        return f"{before}{value}{after}" if value.__class__ is str else write(frame)

    return write_text


def _number(
    name: str, write: Writer, shape: NumberFormatter, around: tuple[str, str], *, whole_only: bool
) -> Writer:
    before, after = around
    form = shape.format

    def write_number(frame: Frame) -> str:
        value: Any = frame.arguments.get(name)
        if is_plain(value) and (value.__class__ is int or not whole_only):
            return f"{before}{form(value)}{after}"
        return write(frame)

    return write_number


def _money(
    name: str,
    write: Writer,
    shapes: Callable[[str], NumberFormatter | None],
    around: tuple[str, str],
) -> Writer:
    before, after = around

    def write_money(frame: Frame) -> str:
        value: Any = frame.arguments.get(name)
        if value.__class__ is Money and is_plain(value.value):
            shape = shapes(value.currency)
            if shape is not None:
                return f"{before}{shape.format(value.value)}{after}"
        return write(frame)

    return write_money


def _day(name: str, write: Writer) -> Writer:
    """Calendar days come again and again; the text of each is kept."""
    known: dict[dt.date, str] = {}

    def write_day(frame: Frame) -> str:
        value: Any = frame.arguments.get(name)
        if value.__class__ is not dt.date:
            return write(frame)
        text = known.get(value)
        if text is None:
            faults = len(frame.errors)
            text = write(frame)
            if len(frame.errors) == faults and len(known) < REMEMBERED_DAYS:
                known[value] = text
        return text

    return write_day
