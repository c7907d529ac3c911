# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Exact prices: golden values, a minute-by-minute oracle, options in order (parking T4-T8)."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.parking.domain.day_types import day_type
from services.parking.domain.local_time import from_wall, to_local
from services.parking.domain.pricing import (
    LineKind,
    StayInvalid,
    extension_ore,
    half_up,
    pieces,
    price,
    vat_of,
)
from services.parking.domain.tariff_text import read_tariff
from services.parking.domain.tariffs import FlatTier, PriceOptions, Tariff
from tests.services.parking.facts import TAXA_1, TAXA_2, TAXA_3, TAXA_12, TAXA_13

TARIFFS = [read_tariff(text) for text in (TAXA_1, TAXA_2, TAXA_3, TAXA_12, TAXA_13)]
HARD_DAYS = [
    datetime(2026, 3, 28, 20, tzinfo=UTC),
    datetime(2026, 10, 24, 20, tzinfo=UTC),
    datetime(2026, 6, 18, 10, tzinfo=UTC),
    datetime(2026, 12, 23, 10, tzinfo=UTC),
    datetime(2026, 4, 2, 10, tzinfo=UTC),
]


@pytest.mark.parametrize(
    ("text", "start", "end", "ore"),
    [
        (TAXA_2, "2026-06-01T06:30", "2026-06-01T07:30", 2550),
        (TAXA_2, "2026-06-18T08:00", "2026-06-18T20:00", 37200),
        (TAXA_2, "2026-06-19T08:00", "2026-06-19T20:00", 35000),
        (TAXA_3, "2026-06-13T10:00", "2026-06-13T18:00", 9000),
        (TAXA_1, "2026-03-29T01:00", "2026-03-29T04:00", 11000),
        (TAXA_12, "2026-06-01T06:00", "2026-06-01T08:00", 1275),
        (TAXA_1, "2026-10-25T01:00", "2026-10-25T04:00", 22000),
    ],
)
def test_golden_prices(text: str, start: str, end: str, ore: int) -> None:
    # parking section 5
    assert price(read_tariff(text), from_wall(start), from_wall(end)).total_ore == ore


def minute_oracle(tariff: Tariff, start: datetime, minutes: int) -> int:
    """The same price, minute by minute."""
    total = 0
    for minute in range(minutes):
        local = to_local(start + timedelta(minutes=minute))
        total += tariff.rate(day_type(local.date()), local.hour * 60 + local.minute)
    return half_up(Fraction(total, 60))


starts = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(
        lambda at: at.replace(tzinfo=UTC)
    ),
    st.tuples(st.sampled_from(HARD_DAYS), st.integers(0, 2880)).map(
        lambda pair: pair[0] + timedelta(minutes=pair[1])
    ),
).map(lambda at: at.replace(second=0, microsecond=0))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(TARIFFS), starts, st.integers(0, 4000))
def test_price_equals_the_minute_oracle(tariff: Tariff, start: datetime, minutes: int) -> None:
    # parking T4, D4
    end = start + timedelta(minutes=minutes)
    assert price(tariff, start, end).total_ore == minute_oracle(tariff, start, minutes)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(TARIFFS), starts, st.integers(0, 100_000), st.integers(0, 100_000))
def test_price_is_additive_before_rounding(
    tariff: Tariff, start: datetime, first: int, second: int
) -> None:
    # parking T6
    turn = start + timedelta(seconds=first)
    end = turn + timedelta(seconds=second)
    whole = sum(piece.ore for piece in pieces(tariff, start, end))
    parts = sum(piece.ore for piece in [*pieces(tariff, start, turn), *pieces(tariff, turn, end)])
    assert whole == parts


options = st.builds(
    PriceOptions,
    increment_seconds=st.sampled_from([0, 60, 900, 3600]),
    free_seconds=st.sampled_from([0, 600, 7200]),
    tiers=st.sampled_from([(), (FlatTier(1800, 500), FlatTier(7200, 1500))]),
    day_cap_ore=st.sampled_from([None, 0, 5000, 20_000]),
    rolling_cap_ore=st.sampled_from([None, 3000, 18_000]),
    session_cap_ore=st.sampled_from([None, 25_000]),
    minimum_ore=st.sampled_from([0, 700]),
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TARIFFS), options, starts, st.integers(0, 300_000), st.integers(0, 90_000))
def test_a_longer_stay_never_costs_less_and_lines_add_up(
    tariff: Tariff, given_options: PriceOptions, start: datetime, seconds: int, more: int
) -> None:
    # parking T5, T6, T8
    changed = msgspec.structs.replace(tariff, options=given_options)
    short = price(changed, start, start + timedelta(seconds=seconds))
    long = price(changed, start, start + timedelta(seconds=seconds + more))
    assert short.total_ore <= long.total_ore
    for paid in (short, long):
        assert sum((line.ore for line in paid.lines), Fraction(0)) == paid.total_ore
        assert paid.net_ore + paid.vat_ore == paid.total_ore
    end = start + timedelta(seconds=seconds + more)
    assert extension_ore(changed, start, end, short.total_ore) == long.total_ore - short.total_ore


FLAT_RATE = read_tariff("taxa 9: 36 kr/tim alla dagar 00-24")
NOON = from_wall("2026-06-01T12:00")


def cost(hours: float, **changes: object) -> int:
    tariff = msgspec.structs.replace(FLAT_RATE, options=PriceOptions(**changes))  # type: ignore[arg-type]
    return price(tariff, NOON, NOON + timedelta(hours=hours)).total_ore


def test_each_option_on_its_own() -> None:
    # parking T5
    assert cost(1.01, increment_seconds=1800) == 5400
    assert cost(1.5, free_seconds=3600) == 1800
    assert cost(0.5, free_seconds=3600, minimum_ore=1000) == 0
    assert cost(1.2, free_seconds=3600, minimum_ore=1000) == 1000
    assert cost(0.4, tiers=(FlatTier(1800, 500), FlatTier(3600, 900))) == 500
    assert cost(0.6, tiers=(FlatTier(1800, 500), FlatTier(3600, 900))) == 900
    assert cost(2, tiers=(FlatTier(1800, 500), FlatTier(3600, 900))) == 900 + 3600
    assert cost(13, day_cap_ore=10_000) == 10_000 + 3600
    assert cost(25, rolling_cap_ore=10_000) == 10_000 + 3600
    assert cost(30, session_cap_ore=9_999) == 9_999


def test_one_rounding_per_session_and_halves_go_up() -> None:
    # parking T4, T8
    assert half_up(Fraction(5, 2)) == 3
    assert half_up(Fraction(7, 3)) == 2
    paid = price(read_tariff(TAXA_12), NOON, NOON + timedelta(seconds=100))
    assert paid.lines[0].ore == Fraction(775 * 100, 3600)
    assert paid.total_ore == 22
    assert paid.lines[-1].kind is LineKind.ROUNDING
    assert vat_of(2550) == 510
    assert (vat_of(3), vat_of(2)) == (1, 0)


def test_a_stay_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(StayInvalid):
        price(FLAT_RATE, NOON, NOON - timedelta(seconds=1))
    with pytest.raises(StayInvalid):
        price(FLAT_RATE, NOON, NOON + timedelta(days=4000))


def test_options_under_which_longer_could_be_cheaper_are_refused() -> None:
    with pytest.raises(ValueError, match="tiers"):
        PriceOptions(tiers=(FlatTier(3600, 900), FlatTier(7200, 800)))
    with pytest.raises(ValueError, match="negative"):
        PriceOptions(minimum_ore=-1)
