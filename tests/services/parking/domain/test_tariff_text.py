# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's tariff wording (parking T1-T3, section 5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parking.domain.day_types import DayType
from services.parking.domain.tariff_text import TariffUnreadable, read_day_types, read_tariff
from services.parking.domain.tariffs import (
    EVERY_DAY,
    FlatTier,
    PriceOptions,
    ResidentPrice,
    TariffWindow,
)
from tests.services.parking.facts import TAXA_1, TAXA_2, TAXA_3, TAXA_12, TAXA_13

WD, PRE, RED = (DayType.WEEKDAY,), (DayType.EVE,), (DayType.RED,)
HOME = ResidentPrice(month=110_000, day=7_500)


@pytest.mark.parametrize(
    ("text", "code", "windows", "other", "resident"),
    [
        (TAXA_1, "1", ((EVERY_DAY, 0, 1440, 5500),), 0, None),
        (TAXA_2, "2", ((WD, 420, 1260, 3100), (PRE + RED, 540, 1140, 3100)), 2000, HOME),
        (TAXA_3, "3", ((WD, 420, 1140, 2000), (PRE, 660, 1020, 1500)), 0, HOME),
        (TAXA_12, "12", ((WD, 420, 1260, 775), (PRE, 540, 1140, 775), (RED, 540, 1140, 775)), 500, None),
        (TAXA_13, "13", ((WD, 420, 1140, 500), (PRE, 660, 1020, 375)), 0, None),
        ("taxa 3: 20.50 kr per timme vardagar 7-12 och 13-19, avgiftsfritt övrig tid, Boende: 75 kr/dygn eller 1100 kr/månad",
         "3", ((WD, 420, 720, 2050), (WD, 780, 1140, 2050)), 0, HOME),
        ("avgiftsfri", "", (), 0, None),
        ("Avgiftsfri.", "", (), 0, None),
        ("taxa 4: 10 kr/tim vardagar 7-19, dag före helgdag 11-17 Boende: 1 100 kr/månad", "4",
         ((WD, 420, 1140, 1000), (PRE, 660, 1020, 1000)), 0, ResidentPrice(month=110_000)),
        ("Taxa 5:  5 kr/tim  alla dagar 00-24, Boende: 75 kr/dygn", "5",
         ((EVERY_DAY, 0, 1440, 500),), 0, ResidentPrice(day=7_500)),
        ("taxa 11: Alla dagar 13,75 kr/tim.", "11", ((EVERY_DAY, 0, 1440, 1375),), 0, None),
        ("taxa 14: Vardagar utom vardag före sön- och helgdag klockan 07.00 - 18.30, 2,5 kr/tim.",
         "14", ((WD, 420, 1110, 250),), 0, None),
        ("taxa 15: 15 kr/tim helgdag 0-24, övrig tid 10 kr/tim", "15", ((RED, 0, 1440, 1500),), 1000, None),
    ],
)  # fmt: skip
def test_wordings_of_the_city(
    text: str,
    code: str,
    windows: tuple[tuple[tuple[DayType, ...], int, int, int], ...],
    other: int,
    resident: ResidentPrice | None,
) -> None:
    # parking T1-T3
    tariff = read_tariff(text)
    assert tariff.code == code
    assert tariff.windows == tuple(TariffWindow(*window) for window in windows)
    assert tariff.other_ore_per_hour == other
    assert tariff.resident == resident
    assert tariff.text in (text, "avgiftsfri")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gratis",
        "taxa 2:",
        "taxa 2: 31 kr/tim vardagar 21-7",
        "taxa 2: 31 kr/tim vardagar 7-25",
        "taxa 2: 31 kr/tim 7-19",
        "taxa 2: 31 kr/tim måndagar 7-19",
        "taxa 2: 31 kr/tim vardagar 7-21, 20 kr/tim övrig tid, 10 kr/tim övrig tid",
        "taxa 13: Vardagar klockan 7.00 - 19.00",
        "taxa 2: 31 kr/tim vardagar 7-21 Boende: kanske",
        "x" * 2000,
    ],
)
def test_a_wording_outside_the_grammar_is_refused_never_guessed(text: str) -> None:
    # parking T2
    with pytest.raises(TariffUnreadable):
        read_tariff(text)


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_tariff("taxa 1: " + text)
    except TariffUnreadable:
        pass


def test_day_words_are_replaced_in_order() -> None:
    # parking T3
    assert read_day_types("vardag utom vardag före sön- och helgdag") == WD
    assert read_day_types("vardag före sön- och helgdag") == PRE
    assert read_day_types("sön- och helgdag") == RED
    assert read_day_types("dag före helgdag och helgdag") == PRE + RED
    assert read_day_types("fullmåne") == ()


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("20 kr/tim alla dagar 00-24, max 50 kr/dag", PriceOptions(day_cap_ore=5_000)),
        ("20 kr/tim, högst 100,50 kr per dygn, minst 5 kr",
         PriceOptions(rolling_cap_ore=10_050, minimum_ore=500)),
        ("taxa 7: första 30 minuterna gratis, därefter 20 kr/tim", PriceOptions(free_seconds=1_800)),
        ("20 kr för de första 2 timmarna, därefter 30 kr/tim", PriceOptions(tiers=(FlatTier(7_200, 2_000),))),
        ("20 kr/tim per påbörjad halvtimme, max 80 kr",
         PriceOptions(increment_seconds=1_800, session_cap_ore=8_000)),
    ],
)  # fmt: skip
def test_free_time_flat_tiers_caps_and_steps_are_read(text: str, options: PriceOptions) -> None:
    # parking T5
    assert read_tariff(text).options == options
