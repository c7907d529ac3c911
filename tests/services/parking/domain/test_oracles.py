# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Thousands of random stays and regulations against plain, independent readings, minute by minute.

The calendar is that of the package holidays, the clock that of zoneinfo; nothing here is shared with the code.
"""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from services.parking.domain.cleaning_text import read_cleaning
from services.parking.domain.pricing import price
from services.parking.domain.tariff_text import read_tariff
from services.parking.domain.windows import times_in_force
from tests.services.parking.facts import TAXA_1, TAXA_2, TAXA_3, TAXA_12, TAXA_13

ZONE = ZoneInfo("Europe/Stockholm")
UTC = ZoneInfo("UTC")
RED = holidays.country_holidays("SE", years=range(2024, 2030), include_sundays=False)
STAYS = 2_000
HARD = [
    date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 19), date(2026, 12, 24), date(2026, 12, 31),
    date(2026, 4, 4), date(2026, 5, 13), date(2026, 6, 5), date(2027, 1, 5), date(2026, 10, 31),
]  # fmt: skip
"""Nights of the clock change, eves, a Friday before a Saturday that is red."""

TABLES = {
    TAXA_1: ({"wd": [(0, 1440, 5500)], "pre": [(0, 1440, 5500)], "red": [(0, 1440, 5500)]}, 0),
    TAXA_2: ({"wd": [(420, 1260, 3100)], "pre": [(540, 1140, 3100)], "red": [(540, 1140, 3100)]}, 2000),
    TAXA_3: ({"wd": [(420, 1140, 2000)], "pre": [(660, 1020, 1500)], "red": []}, 0),
    TAXA_12: ({"wd": [(420, 1260, 775)], "pre": [(540, 1140, 775)], "red": [(540, 1140, 775)]}, 500),
    TAXA_13: ({"wd": [(420, 1140, 500)], "pre": [(660, 1020, 375)], "red": []}, 0),
}  # fmt: skip
"""The golden tariffs of the sheet, written down by hand: windows by day type, and all other time."""


def kind_of(day: date) -> str:
    def red(one: date) -> bool:
        return one.weekday() == 6 or one in RED

    if red(day):
        return "red"
    return "pre" if red(day + timedelta(days=1)) else "wd"


def rate_at(text: str, local: datetime) -> int:
    windows, other = TABLES[text]
    minute = local.hour * 60 + local.minute
    for start, end, ore in windows[kind_of(local.date())]:
        if start <= minute < end:
            return ore
    return other


def test_price_equals_the_minute_oracle_on_two_thousand_stays() -> None:
    # parking section 5: weighted to the nights of the clock change and to eves
    chance = random.Random(1989_253)
    for _ in range(STAYS):
        text = chance.choice(list(TABLES))
        day = (
            chance.choice(HARD)
            if chance.random() < 0.6
            else date(2025, 1, 1) + timedelta(chance.randrange(1400))
        )
        begin = datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)
        start = begin + timedelta(minutes=chance.randrange(-300, 1740))
        minutes = chance.choice([chance.randrange(1, 240), chance.randrange(1, 900)])
        sixtieths = sum(
            rate_at(text, (start + timedelta(minutes=step)).astimezone(ZONE))
            for step in range(minutes)
        )
        expected = (2 * sixtieths + 60) // 120
        paid = price(read_tariff(text), start, start + timedelta(minutes=minutes))
        assert paid.total_ore == expected, (text, start, minutes)


CLEANING = [
    ("Servicetid fredag 00:00-06:00", 4, 0, 360, None, None, None),
    ("Servicetid måndag 09:00-16:00 1 november - 15 maj", 0, 540, 960, ((11, 1), (5, 15)), None, None),
    ("Servicetid onsdag 09:00 - 14:00 utom under tiden 15 juni - 15 augusti", 2, 540, 840, None, ((6, 15), (8, 15)), None),
    ("Servicetid tisdag 00:00–06:00 utom under tiden jämna veckor 16/10 - 14/5", 1, 0, 360, None, ((10, 16), (5, 14)), 0),
    ("Servicetid torsdag 10:00-14:00 utom under tiden udda veckor 1 april - 31 oktober", 3, 600, 840, None, ((4, 1), (10, 31)), 1),
]  # fmt: skip


def in_range(day: date, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    first, last = span
    at = (day.month, day.day)
    return first <= at <= last if first <= last else at >= first or at <= last


@pytest.mark.parametrize("case", CLEANING, ids=[case[0] for case in CLEANING])
def test_cleaning_equals_the_plain_reading_every_half_hour_of_three_years(case: tuple) -> None:
    # parking section 5, the reference reading of the sheet
    text, weekday, start, end, only, but, parity = case
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    spans = times_in_force(read_cleaning(text), begin, begin + timedelta(days=1096))
    position = 0
    for step in range(1096 * 48):
        at = begin + timedelta(minutes=30 * step)
        while position < len(spans) and spans[position][1] <= at:
            position += 1
        forbidden = position < len(spans) and spans[position][0] <= at
        local = at.astimezone(ZONE)
        minute = local.hour * 60 + local.minute
        plain = local.weekday() == weekday and start <= minute < end
        if plain and only is not None:
            plain = in_range(local.date(), only)
        if plain and but is not None and in_range(local.date(), but):
            plain = parity is not None and local.isocalendar().week % 2 != parity
        assert forbidden == plain, (text, local)
