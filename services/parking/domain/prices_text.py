# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Says prices and receipts in words; amounts are exact decimals of kronor."""

from decimal import Decimal
from fractions import Fraction

from i18n import LazyText, t
from services.parking.domain.day_types import DayType
from services.parking.domain.pricing import Line, LineKind
from services.parking.domain.tariffs import EVERY_DAY, TariffWindow

ORE = Decimal(100)


def kronor(ore: int) -> Decimal:
    """An amount of öre in kronor, exactly."""
    return Decimal(ore) / ORE


def exact_text(ore: Fraction) -> str:
    """An exact amount of öre for machines: "2550", "77.5", or "77500/3" when no decimal ends."""
    if ore.denominator == 1:
        return str(ore.numerator)
    rest = ore.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{ore.numerator}/{ore.denominator}"
    return format((Decimal(ore.numerator) / Decimal(ore.denominator)).normalize(), "f")


def window_text(window: TariffWindow) -> LazyText:
    """One priced window of a tariff."""
    given = {
        "price": kronor(window.ore_per_hour),
        "start": f"{window.start // 60:02}:{window.start % 60:02}",
        "end": f"{window.end // 60:02}:{window.end % 60:02}",
    }
    days = set(window.day_types)
    if days == set(EVERY_DAY):
        return t(
            "parking.tariff.every_day",
            "{$price :currency currency=SEK} i timmen alla dagar {$start}–{$end}",
            **given,
        )
    if days == {DayType.WEEKDAY}:
        return t(
            "parking.tariff.weekdays",
            "{$price :currency currency=SEK} i timmen vardagar utom dag före helgdag {$start}–{$end}",
            **given,
        )
    if days == {DayType.EVE}:
        return t(
            "parking.tariff.eves",
            "{$price :currency currency=SEK} i timmen dag före sön- och helgdag {$start}–{$end}",
            **given,
        )
    if days == {DayType.RED}:
        return t(
            "parking.tariff.red_days",
            "{$price :currency currency=SEK} i timmen sön- och helgdag {$start}–{$end}",
            **given,
        )
    if days == {DayType.EVE, DayType.RED}:
        return t(
            "parking.tariff.eves_and_red_days",
            "{$price :currency currency=SEK} i timmen dag före helgdag och helgdag {$start}–{$end}",
            **given,
        )
    return t(
        "parking.tariff.other_days",
        "{$price :currency currency=SEK} i timmen vissa dagar {$start}–{$end}",
        **given,
    )


def line_text(line: Line) -> LazyText:
    """One step of a receipt."""
    if line.kind is LineKind.TIME:
        return t(
            "parking.receipt.time",
            "{$minutes :number maximumFractionDigits=2} minuter à "
            "{$price :currency currency=SEK} i timmen",
            minutes=Decimal(line.seconds) / 60,
            price=kronor(line.ore_per_hour or 0),
        )
    texts = {
        LineKind.INCREMENT: t("parking.receipt.increment", "Tiden räknas i påbörjade steg"),
        LineKind.FREE_TIME: t("parking.receipt.free_time", "Avgiftsfri tid i början"),
        LineKind.FLAT: t("parking.receipt.flat", "Fast pris för kort tid"),
        LineKind.DAY_CAP: t("parking.receipt.day_cap", "Högsta avgift för en dag"),
        LineKind.ROLLING_CAP: t("parking.receipt.rolling_cap", "Högsta avgift för 24 timmar"),
        LineKind.SESSION_CAP: t("parking.receipt.session_cap", "Högsta avgift för en parkering"),
        LineKind.MINIMUM: t("parking.receipt.minimum", "Lägsta avgift"),
        LineKind.ROUNDING: t("parking.receipt.rounding", "Avrundning till hela ören"),
    }
    return texts[line.kind]
