# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`:unit` (draft in the standard): an amount of a CLDR unit. Formats, does not select."""

from i18n.formats.units import unit_text
from i18n.mf2.errors import FunctionError
from i18n.mf2.functions.number import NUMBER_OPTIONS, number_formatter
from i18n.mf2.functions.reading import number_operand, read_options
from i18n.mf2.values import FunctionContext, Options, Value

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

    def text() -> str:
        shown = unit_text(locale, unit, shape.shown(number), shape.format(number), length=length)
        if shown is None:
            context.error("unsupported-operation", f"unit {unit}")
            return f"{shape.format(number)} {unit}"
        return shown

    return Value("unit", number, format=text, options=merged, direction=context.tag_direction)
