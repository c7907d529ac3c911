# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rounding to digits as ECMA-402 does it: nine modes, increments, fraction against significant digits."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from i18n.numbers.settings import NumberSettings

MODES = frozenset(
    {
        "ceil",
        "floor",
        "expand",
        "trunc",
        "halfCeil",
        "halfFloor",
        "halfExpand",
        "halfTrunc",
        "halfEven",
    }
)
_ROUNDING = {
    "ceil": ROUND_CEILING,
    "floor": ROUND_FLOOR,
    "expand": ROUND_UP,
    "trunc": ROUND_DOWN,
    "halfExpand": ROUND_HALF_UP,
    "halfTrunc": ROUND_HALF_DOWN,
    "halfEven": ROUND_HALF_EVEN,
}
WIDE = Context(prec=400)
MAX_EXPONENT = 300
"""Numbers beyond ten to this power are not written out digit by digit."""


def round_number(value: Decimal, settings: NumberSettings) -> Decimal:
    """The value with exactly the digits that will be seen; trailing zeros count."""
    rounding = _rounding(settings.mode, negative=value.is_signed())
    least, most = settings.fraction_range()
    by_fraction = _to_fraction(
        value, (least, most), rounding=rounding, increment=settings.increment
    )
    low, high = settings.minimum_significant, settings.maximum_significant
    if low is None and high is None:
        return _strip(by_fraction, settings)
    significant = (low or 1, max(low or 1, high or 21))
    by_significance = _to_significant(value, significant, rounding=rounding)
    if settings.priority == "auto":
        return _strip(by_significance, settings)
    finer, coarser = by_significance, by_fraction
    if _last_place(value, significant[1]) > -most:
        finer, coarser = by_fraction, by_significance
    return _strip(finer if settings.priority == "morePrecision" else coarser, settings)


def _rounding(mode: str, *, negative: bool) -> str:
    if mode == "halfCeil":
        return ROUND_HALF_DOWN if negative else ROUND_HALF_UP
    if mode == "halfFloor":
        return ROUND_HALF_UP if negative else ROUND_HALF_DOWN
    return _ROUNDING[mode]


def _to_fraction(
    value: Decimal, digits: tuple[int, int], *, rounding: str, increment: int
) -> Decimal:
    least, most = digits
    if increment > 1:
        step = Decimal(increment).scaleb(-most, WIDE)
        steps = WIDE.divide(value, step).quantize(Decimal(1), rounding, WIDE)
        rounded = WIDE.multiply(steps, step)
    else:
        rounded = value
    rounded = rounded.quantize(Decimal(1).scaleb(-most, WIDE), rounding, WIDE)
    return _drop_zeros(rounded, least)


def _to_significant(value: Decimal, digits: tuple[int, int], *, rounding: str) -> Decimal:
    least, most = digits
    place = _last_place(value, most)
    rounded = value.quantize(Decimal(1).scaleb(place, WIDE), rounding, WIDE)
    if place > 0:
        rounded = rounded.quantize(Decimal(1), ROUND_HALF_UP, WIDE)
    shown = max(0, -_last_place(rounded, least))
    if -_exponent(rounded) < shown:
        return rounded.quantize(Decimal(1).scaleb(-shown, WIDE), ROUND_HALF_UP, WIDE)
    return _drop_zeros(rounded, shown)


def _last_place(value: Decimal, digits: int) -> int:
    """The exponent of the last of so many significant digits."""
    return (value.adjusted() if value else 0) - digits + 1


def _drop_zeros(value: Decimal, least: int) -> Decimal:
    """The value without trailing zeros beyond `least` fraction digits."""
    places = -_exponent(value)
    if places <= least:
        return value
    text = format(value, "f")
    keep = len(text.rstrip("0")) - len(text) + places
    return value.quantize(Decimal(1).scaleb(-max(keep, least), WIDE), ROUND_DOWN, WIDE)


def _strip(value: Decimal, settings: NumberSettings) -> Decimal:
    if settings.trailing_zero == "stripIfInteger" and value == value.to_integral_value():
        return value.quantize(Decimal(1), ROUND_DOWN, WIDE)
    return value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
