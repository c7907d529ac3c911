# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Recurrence: the golden values of both clock changes (care R1-R8), an oracle, and what is refused."""

import warnings
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.recurrence import (
    GapMode,
    RuleInvalid,
    RuleReason,
    expand,
    first_instance,
    instance_id,
    read_recurrence,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from dateutil.rrule import rrulestr

STOCKHOLM = "Europe/Stockholm"
ZONE = ZoneInfo(STOCKHOLM)
PLAN = "0190f3c0-0000-7000-8000-000000000001"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times(start: str, low: str, high: str, rule: str | None = None, gap_mode=GapMode.CARE, **more):
    found = expand(
        read_recurrence(start, STOCKHOLM, rule=rule, **more), at(low), at(high), gap_mode=gap_mode
    )
    return [one.at.strftime("%d %H:%MZ") for one in found]


def test_a_night_check_is_never_skipped_by_the_spring_change():
    # care R1 and the golden values of section 5
    nights = ("2026-03-27T02:30", "2026-03-27", "2026-03-31", "FREQ=DAILY")
    assert times(*nights) == ["27 01:30Z", "28 01:30Z", "29 01:30Z", "30 00:30Z"]
    strict = times(*nights, gap_mode=GapMode.RFC5545)
    assert strict == ["27 01:30Z", "28 01:30Z", "30 00:30Z"]
    shown = expand(
        read_recurrence(nights[0], STOCKHOLM, rule=nights[3]), at(nights[1]), at(nights[2])
    )
    assert [one.at.astimezone(ZONE).strftime("%H:%M") for one in shown][2] == "03:30"
    assert [one.shifted for one in shown] == [False, False, True, False]


def test_in_the_doubled_hour_the_first_is_meant():
    autumn = times("2026-10-24T02:30", "2026-10-24", "2026-10-27", "FREQ=DAILY")
    assert autumn == ["24 00:30Z", "25 00:30Z", "26 01:30Z"]


def test_hourly_checks_are_exactly_an_hour_apart_on_both_nights():
    # care R2
    spring = times("2026-03-29T00:30", "2026-03-28T23:00", "2026-03-29T04:00", "FREQ=HOURLY")
    assert spring == ["28 23:30Z", "29 00:30Z", "29 01:30Z", "29 02:30Z", "29 03:30Z"]
    autumn = times("2026-10-25T00:30", "2026-10-24T22:00", "2026-10-25T04:00", "FREQ=HOURLY")
    assert autumn == [
        "24 22:30Z", "24 23:30Z", "25 00:30Z", "25 01:30Z", "25 02:30Z", "25 03:30Z",
    ]  # fmt: skip


def test_two_wall_times_on_one_instant_are_one_and_remember_each_other():
    # care R4
    found = expand(
        read_recurrence("2026-03-29T02:30", STOCKHOLM, rule="FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30"),
        at("2026-03-29"), at("2026-03-29T12:00"),
    )  # fmt: skip
    assert [one.at for one in found] == [at("2026-03-29T01:30")]
    assert found[0].coalesced == ("2026-03-29T03:30:00|0",)


def test_a_hole_of_the_autumn_night_is_filled():
    # care R5
    night = (
        "2026-10-24T22:30", "2026-10-24T18:00", "2026-10-25T12:00",
        "FREQ=DAILY;BYHOUR=22,0,2,4,6;BYMINUTE=30",
    )  # fmt: skip
    without = ["24 20:30Z", "24 22:30Z", "25 00:30Z", "25 03:30Z", "25 05:30Z"]
    assert times(*night) == without
    filled = times(*night, max_gap_s=7200)
    assert filled == sorted([*without, "25 02:30Z"])


def test_ids_are_stable():
    # care R7
    assert instance_id(PLAN, "2026-03-29T02:30:00|0") == "e3942514-e660-5f11-b4b4-315d8afa25bb"
    assert instance_id(PLAN, "2026-10-25T02:30:00|0") == "bfd2b861-512b-5cba-a424-20b750fd5ffa"
    assert instance_id(PLAN, "2026-10-25T02:30:00|1") == "88d20c8b-81c9-5ef1-af12-427d3a9e278d"
    hourly = expand(
        read_recurrence("2026-10-25T01:30", STOCKHOLM, rule="FREQ=HOURLY"),
        at("2026-10-25T00:00"), at("2026-10-25T02:00"),
    )  # fmt: skip
    assert [one.key for one in hourly] == ["2026-10-25T02:30:00|0", "2026-10-25T02:30:00|1"]


def test_count_counts_the_shifted_and_before_exclusions():
    # care R1, R6
    rule = "FREQ=DAILY;COUNT=3"
    assert len(times("2026-03-28T02:30", "2026-03-01", "2026-05-01", rule)) == 3
    strict = times("2026-03-28T02:30", "2026-03-01", "2026-05-01", rule, gap_mode=GapMode.RFC5545)
    assert strict == ["28 01:30Z", "30 00:30Z", "31 00:30Z"]
    less = times(
        "2026-03-28T02:30", "2026-03-01", "2026-05-01", rule, excluded=["2026-03-29T02:30"]
    )
    assert less == ["28 01:30Z", "30 00:30Z"]


def test_until_may_be_local_or_utc_and_is_the_last():
    # care R6
    for until in ("20260603T080000", "20260603T060000Z", "20260603"):
        rule = f"FREQ=DAILY;UNTIL={until}"
        assert len(times("2026-06-01T08:00", "2026-05-01", "2026-07-01", rule)) == 3


def test_extra_and_single_times():
    assert times("2026-06-01T08:00", "2026-05-01", "2026-07-01") == ["01 06:00Z"]
    more = times("2026-06-01T08:00", "2026-05-01", "2026-07-01", extra=["2026-06-05T09:00"])
    assert more == ["01 06:00Z", "05 07:00Z"]


@pytest.mark.parametrize(
    ("rule", "reason", "part"),
    [
        ("FREQ=SECONDLY", RuleReason.TOO_FINE, "FREQ"),
        ("RSCALE=CHINESE;FREQ=DAILY", RuleReason.CALENDAR, "RSCALE"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", RuleReason.LAST_OF_MONTH, "BYMONTHDAY"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", RuleReason.BOTH_ENDS, "COUNT"),
        ("FREQ=DAILY;INTERVAL=0", RuleReason.VALUE, "INTERVAL"),
        ("FREQ=WEEKLY;BYDAY=2MO", RuleReason.UNSUPPORTED, "BYDAY"),
        ("FREQ=DAILY;BYHOUR=24", RuleReason.VALUE, "BYHOUR"),
        ("FREQ=HOURLY;BYSETPOS=1", RuleReason.UNSUPPORTED, "BYSETPOS"),
        ("FREQ=DAILY;FREQ=DAILY", RuleReason.SYNTAX, "FREQ"),
        ("every day", RuleReason.SYNTAX, "EVERY DAY"),
        ("FREQ=DAILY;BYDAY=XX", RuleReason.VALUE, "BYDAY"),
        ("FREQ=DAILY;UNTIL=soon", RuleReason.VALUE, "UNTIL"),
        ("FREQ=DAILY;X-OWN=1", RuleReason.SYNTAX, "X-OWN"),
    ],
)
def test_what_is_refused_says_why(rule, reason, part):
    with pytest.raises(RuleInvalid) as refused:
        read_recurrence("2026-06-01T08:00", STOCKHOLM, rule=rule)
    assert (refused.value.reason, refused.value.part) == (reason, part)


def test_starts_zones_and_gaps_are_checked():
    for start, zone in (
        ("2026-06-01T08:00Z", STOCKHOLM),
        ("x", STOCKHOLM),
        ("2026-06-01T08:00", "Mars"),
    ):
        with pytest.raises(RuleInvalid):
            read_recurrence(start, zone)
    with pytest.raises(RuleInvalid):
        read_recurrence("2026-06-01T08:00", STOCKHOLM, max_gap_s=0)
    with pytest.raises(RuleInvalid):
        read_recurrence("2026-01-31T08:00", STOCKHOLM, rule="FREQ=MONTHLY")


def test_a_rule_that_never_fires_is_found_out_quickly():
    never = read_recurrence(
        "2026-06-01T08:00", STOCKHOLM, rule="FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    )
    assert first_instance(never, at("2026-06-01")) is None
    leap = read_recurrence(
        "2026-06-01T08:00", STOCKHOLM, rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"
    )
    found = first_instance(leap, at("2026-06-01"))
    assert found is not None
    assert found.wall == datetime(2028, 2, 29, 8)


PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])},
    optional={
        "INTERVAL": st.integers(1, 5).map(str),
        "WKST": st.sampled_from(["MO", "SU", "TH"]),
        "BYDAY": st.lists(
            st.sampled_from(["MO", "WE", "FR", "SU"]), min_size=1, max_size=3, unique=True
        ).map(",".join),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(
            lambda v: ",".join(map(str, v))
        ),
        "BYHOUR": st.lists(st.integers(0, 23), min_size=1, max_size=3, unique=True).map(
            lambda v: ",".join(map(str, sorted(v)))
        ),
        "BYMINUTE": st.lists(st.integers(0, 59), min_size=1, max_size=2, unique=True).map(
            lambda v: ",".join(map(str, sorted(v)))
        ),
    },
)


@given(
    PARTS,
    st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)).map(
        lambda d: d.replace(second=0, microsecond=0, day=min(d.day, 28))
    ),
    st.integers(0, 3000),
    st.one_of(st.none(), st.integers(1, 20)),
    st.sampled_from(["", "1", "-1", "1,2"]),
    st.sampled_from(["", "2MO", "-1FR", "1MO,-1SU"]),
)
def test_oracle_naive_expansion_agrees_with_another_implementation(  # noqa: PLR0917
    parts, start, later, count, positions, nth
):
    text = dict(parts)
    if nth and text["FREQ"] in ("MONTHLY", "YEARLY"):
        text["BYDAY"] = nth
    if positions and "BYDAY" in text and text["FREQ"] in ("MONTHLY", "YEARLY"):
        text["BYSETPOS"] = positions
    if count:
        text["COUNT"] = str(count)
    rule = ";".join(f"{name}={value}" for name, value in text.items())
    low = start + timedelta(days=later)
    high = low + timedelta(days=400)
    wanted = rrulestr(f"DTSTART:{start:%Y%m%dT%H%M%S}\nRRULE:{rule}").between(
        low, high - timedelta(seconds=1), inc=True
    )
    ours = expand(
        read_recurrence(start.isoformat(), "UTC", rule=rule),
        low.replace(tzinfo=UTC),
        high.replace(tzinfo=UTC),
    )
    assert [one.wall for one in ours] == wanted


@given(st.integers(2020, 2037), st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
def test_property_every_promised_night_has_its_time_once(year, hour, minute):
    rule = read_recurrence(f"{year}-01-01T{hour:02}:{minute:02}", STOCKHOLM, rule="FREQ=DAILY")
    low = datetime(year, 3, 1, tzinfo=ZONE).astimezone(UTC)
    high = datetime(year, 11, 30, tzinfo=ZONE).astimezone(UTC)
    found = expand(rule, low, high)
    days = [one.wall.date() for one in found]
    assert days == sorted(set(days))
    assert len(days) == (high.astimezone(ZONE).date() - low.astimezone(ZONE).date()).days
    assert len({one.at for one in found}) == len(found)


@given(
    st.integers(0, 500), st.integers(1, 200), st.integers(1, 200),
    st.sampled_from(["FREQ=HOURLY", "FREQ=HOURLY;INTERVAL=5", "FREQ=MINUTELY;INTERVAL=90", "FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=30"]),
)  # fmt: skip
def test_property_windows_side_by_side_are_one_window(hours, first, second, text):
    rule = read_recurrence("2026-03-20T02:30", STOCKHOLM, rule=text, max_gap_s=7200)
    low = at("2026-03-15") + timedelta(hours=hours)
    middle, high = low + timedelta(hours=first), low + timedelta(hours=first + second)
    assert expand(rule, low, middle) + expand(rule, middle, high) == expand(rule, low, high)
