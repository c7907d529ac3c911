# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:unit` (draft in the standard): an amount of a CLDR unit. Formats, does not select."""

from collections.abc import Iterator

from i18n.formats.units import unit_text
from i18n.mf2.errors import FunctionError
from i18n.mf2.functions.number import NUMBER_OPTIONS, number_formatter
from i18n.mf2.functions.reading import Number, number_operand, read_options
from i18n.mf2.values import FunctionContext, Options, Value
from i18n.numbers import NumberFormatter
from i18n.numbers.pieces import Piece

_KNOWN = (NUMBER_OPTIONS - {"select"}) | {"unitDisplay"}


def format_unit(context: FunctionContext, options: Options, operand: Value | None) -> Value:
    """Resolve `:unit`; the unit comes from the operand or from the option."""
    number, inherited = number_operand(operand)
    merged = {k: v for k, v in inherited.items() if k in _KNOWN or k == "unit"}
    given = options.get("unit")
    if given is not None:
        if isinstance(given.value, str) and given.value:
            merged["unit"] = given.value
        else:
            context.error("bad-option", "unit")
    unit = merged.get("unit")
    if not isinstance(unit, str) or not unit:
        raise FunctionError("bad-operand", "a unit is needed")
    merged.update(read_options(context, options, _KNOWN))
    plain = {k: v for k, v in merged.items() if k not in {"unit", "unitDisplay"}}
    shape = number_formatter(context.locale, "decimal", None, tuple(plain.items()))
    length = merged.get("unitDisplay", "short")
    locale = context.locale

    def written() -> str | None:
        return unit_text(locale, unit, shape.shown(number), shape.format(number), length=length)

    def text() -> str:
        shown = written()
        if shown is None:
            context.error("unsupported-operation", f"unit {unit}")
        return shown or bare(shape, number, unit)

    return Value(
        "unit",
        number,
        format=text,
        pieces=lambda: _pieces(
            written() or bare(shape, number, unit), shape.format(number), shape.pieces(number)
        ),
        options=merged,
        direction=context.tag_direction,
    )


def bare(shape: NumberFormatter, number: Number, unit: str) -> str:
    """The number with the name of a unit for which nobody has words."""
    return f"{shape.format(number)} {unit}"


def _pieces(text: str, amount: str, digits: tuple[Piece, ...]) -> Iterator[Piece]:
    """The digits where they stand in the whole text, the words of the unit around them."""
    before, found, after = text.partition(amount)
    yield from _words(before)
    yield from digits if found else ()
    yield from _words(after)


def _words(text: str) -> Iterator[Piece]:
    word = text.strip()
    before, found, after = text.partition(word) if word else (text, "", "")
    for name, one in (("literal", before), ("unit", found), ("literal", after)):
        if one:
            yield name, one
