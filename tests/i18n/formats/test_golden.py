# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Golden texts of the wrappers, and the faults of CLDR data and Babel that they repair."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import cldr, formats, registry
from i18n.checks.root_data import check, samples
from i18n.numbers.symbols import symbols

NOON = dt.datetime(2026, 3, 9, 13, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 3, 9)
ALL = registry.tags()


@pytest.mark.parametrize(
    ("tag", "number", "money", "date", "time"),
    [
        ("sv", "1\xa0234,5", "1\xa0234,50\xa0kr", "9 mars 2026", "14:05"),
        ("en", "1\xa0234,5", "1\xa0234,50\xa0kr", "9 March 2026", "14:05"),
        ("fi", "1\xa0234,5", "1\xa0234,50\xa0SEK", "9. maaliskuuta 2026", "14.05"),
        ("ar", "1,234.5", "\u200f1,234.50\xa0SEK", "9 مارس 2026", "14:05"),
        ("so", "1,234.5", "SEK\xa01,234.50", "Maarso 9, 2026", "14:05"),
        ("fa", "1,234.5", "\u200eSEK\xa01,234.50", "9 مارس 2026", "14:05"),
        ("uk", "1\xa0234,5", "1\xa0234,50\xa0SEK", "9 березня 2026\u202fр.", "14:05"),
        ("kmr", "1.234,5", "1.234,50\xa0SEK", "9ê adara 2026an", "14:05"),
        ("sma", "1,234.5", "SEK\xa01,234.50", "2026 njukčamánnu 9", "14:05"),
        ("prs", "1,234.5", "\u200eSEK\xa01,234.50", "9 مارچ 2026", "14:05"),
    ],
)
def test_numbers_money_days_and_times(tag, number, money, date, time):
    assert formats.format_number(1234.5, tag) == number
    assert formats.format_currency(1234.5, tag) == money
    assert formats.format_money(123450, tag) == money
    assert formats.format_date(NOON, tag) == date
    assert formats.format_time(NOON, tag) == time


def test_the_house_in_swedish():
    assert formats.format_percent(0.25, "sv") == "25\xa0%"
    assert formats.format_unit(3, "sv", unit="day") == "3 dygn"
    assert formats.format_relative(dt.timedelta(days=-3), "sv") == "för 3 dagar sedan"
    assert formats.format_relative(dt.timedelta(hours=2), "sv") == "om 2 timmar"
    assert formats.format_list(["A", "B", "C"], "sv") == "A, B och C"
    assert formats.format_list(["A", "B"], "sv", style="or") == "A eller B"
    assert formats.format_list([], "sv") == ""
    assert formats.format_interval(DAY, dt.date(2026, 3, 12), locale="sv") == "9–12 mars 2026"
    assert formats.format_interval(DAY, dt.date(2026, 4, 2), locale="sv") == "9 mars–2 april 2026"
    assert formats.format_interval(DAY, DAY, locale="sv") == "9 mars 2026"
    assert formats.format_duration(dt.timedelta(minutes=90), "sv") == "1 timme och 30 minuter"
    assert formats.format_duration(dt.timedelta(), "sv") == "0 sekunder"
    assert formats.format_datetime(NOON, "sv") == "9 mars 2026 14:05"
    assert formats.format_date(NOON, "sv", length="full") == "måndag 9 mars 2026"
    assert formats.format_date(NOON, "sv", length="short") == "2026-03-09"
    assert formats.format_date(NOON, "en", length="short") == "2026-03-09"
    assert formats.format_time_interval(dt.time(8), dt.time(17, 30), locale="sv") == "08:00–17:30"


def test_units_fall_back_from_long_to_short_before_root_data():
    assert formats.format_unit(3, "ar", unit="day") == "3 أيام"
    assert formats.format_unit(3, "ckb", unit="day") == "3 ڕۆژ"
    assert formats.format_unit(3, "sma", unit="day") == formats.format_unit(3, "se", unit="day")
    assert formats.format_unit(3, "sv", unit="okänd") == "3\xa0okänd"


@pytest.mark.parametrize("tag", ALL)
def test_the_24_hour_clock_holds_in_every_language(tag):
    assert re.search("14[:.]05", formats.format_time(NOON, tag))
    assert "14" not in formats.format_time(NOON, tag, hour12=True)


def test_no_language_shows_root_data():
    assert list(check()) == []


@pytest.mark.parametrize("tag", ALL)
def test_every_format_works_and_every_digit_is_latin_by_default(tag):
    for text in samples(tag):
        assert text
        assert not re.search("[٠-٩۰-۹०-९০-৯]", text)


def test_native_digits_are_the_readers_choice_with_their_own_separators():
    assert formats.format_number(1234.5, "fa", native_digits=True) == "۱٬۲۳۴٫۵"
    assert formats.format_number(1234.5, "ckb", native_digits=True) == "١٬٢٣٤٫٥"
    assert formats.format_number(1234.5, "hi", native_digits=True) == "१,२३४.५"
    assert formats.format_number(1234.5, "sv", native_digits=True) == "1\xa0234,5"
    assert formats.to_native("A1", "bn") == "A১"


def test_weeks_are_iso_weeks_in_every_language():
    assert formats.week_number(dt.date(2027, 1, 1)) == 53
    assert formats.week_number(dt.date(2026, 3, 9)) == 11


def test_the_day_of_an_instant_is_stockholms():
    late = dt.datetime(2026, 3, 9, 23, 30, tzinfo=dt.UTC)
    assert formats.format_date(late, "sv") == "10 mars 2026"
    assert formats.format_date(late, "sv", tz=dt.UTC) == "9 mars 2026"


@given(st.sampled_from(ALL), st.decimals("-1e12", "1e12", places=3))
def test_a_formatted_number_reads_back_with_the_languages_separators(tag, number):
    marks = symbols(cldr.locale(tag))
    text = formats.format_number(number, tag, maximum_fraction=3)
    plain = text.replace(marks.group, "").replace(marks.minus, "-").replace(marks.decimal, ".")
    assert Decimal(plain) == number


def test_telephone_numbers_are_national_and_isolated():
    assert formats.format_phone("+46850800000", "sv") == "08-508 000 00"
    assert formats.format_phone("+46701234567", "en") == "070-123 45 67"
    assert formats.format_phone("+4631123456", "sv") == "031-12 34 56"
    assert formats.format_phone("+358401234567", "sv") == "+358 401234567"
    assert formats.format_phone("+12025550123", "sv") == "+1 2025550123"
    assert formats.format_phone("112", "sv") == "112"
    assert formats.format_phone("+46850800000", "ar") == "\u206608-508 000 00\u2069"


def test_addresses_keep_swedish_order():
    address = formats.Address("Hantverkargatan 1", "11152", "Stockholm", care_of="Öst")
    assert formats.format_address(address, "en") == "c/o Öst, Hantverkargatan 1, 111 52 Stockholm"
    assert formats.format_address(address, "ar").count("\u2068") == 3


def test_names_are_shown_in_the_readers_script_and_spelt_as_in_the_passport():
    name = formats.PersonName("Aicha", "عائشة")
    assert formats.format_name(name, "ar") == "\u2068عائشة\u2069"
    assert formats.format_name(name, "sv") == "Aicha"
    assert formats.format_name(formats.PersonName("Åsa"), "ru") == "Åsa"
    assert formats.to_passport("Åsa Öst-Ñuñez d'Är") == "AASA OEST NUNEZ D AER"
    assert formats.search_key("  ÅSA  Öst ") == "asa ost"
