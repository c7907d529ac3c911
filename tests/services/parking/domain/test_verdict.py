# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Verdicts: bands, audiences, unknown, and the next change against brute force (parking V1-V3, D7)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.kit.geometry import Point
from services.parking.domain.local_time import from_wall, to_local
from services.parking.domain.ltf import read_feed
from services.parking.domain.places import Streets
from services.parking.domain.regulations import Band, HeldPermit, PermitKind, Vehicle
from services.parking.domain.stays import default_deadline, disc_setting
from services.parking.domain.verdict import Action, Allowed, Cover, Request, Verdict, decide, judge
from tests.services.parking.facts import TAXA_1, TAXA_2, TAXA_3, collection, friday_bay, row

HERE = Point(59.34002, 18.0705)
WD = "vardag utom vardag före sön- och helgdag"


def streets(*features: dict[str, Any]) -> Streets:
    return Streets(read_feed(collection(*features)).regulations)


def ask(
    at: str,
    *features: dict[str, Any],
    vehicle: Vehicle = Vehicle.CAR,
    permits: tuple[HeldPermit, ...] = (),
    point: Point = HERE,
) -> Verdict:
    request = Request(vehicle=vehicle, permits=permits, arrival=from_wall(at))
    return decide(streets(*features).place(point), request)


def until(verdict: Verdict) -> str | None:
    return None if verdict.until is None else to_local(verdict.until).strftime("%Y-%m-%dT%H:%M")


def test_a_paid_bay_until_the_price_changes() -> None:
    # parking V2
    verdict = ask("2026-06-01T10:00", friday_bay())
    assert verdict.allowed is Allowed.YES
    assert verdict.price is not None
    assert verdict.price.ore_per_hour == 3100
    assert until(verdict) == "2026-06-01T21:00"
    assert verdict.because[0].regulation.citation == "0180 2020-01234"
    assert verdict.actions == (Action.PAY, Action.READ_SIGN)


def test_cleaning_beats_everything_else_on_the_bay() -> None:
    # parking L7, V1
    verdict = ask(
        "2026-06-05T03:00", friday_bay(), permits=(HeldPermit(PermitKind.RESIDENT, "Vasastan"),)
    )
    assert verdict.allowed is Allowed.NO
    assert verdict.because[0].rule.band is Band.CLEANING
    assert until(verdict) == "2026-06-05T06:00"
    assert verdict.then is Allowed.YES


def test_a_row_of_the_cleaning_layer_forbids_on_the_same_kerb() -> None:
    cleaning = row(
        9,
        "servicedagar",
        START_TIME=0,
        END_TIME=600,
        START_WEEKDAY="tisdag",
        CITATION="0180 2021-1",
    )
    verdict = ask("2026-06-02T05:00", friday_bay(), cleaning)
    assert verdict.allowed is Allowed.NO
    assert verdict.because[0].regulation.citation == "0180 2021-1"
    assert verdict.superseded[0].regulation.citation == "0180 2020-01234"


def test_the_other_side_of_the_street_does_not_matter() -> None:
    other = row(9, "servicedagar", START_TIME=0, END_TIME=0, START_WEEKDAY="tisdag",
                line=[[18.0700, 59.34012], [18.0710, 59.34012]])  # fmt: skip
    assert ask("2026-06-02T05:00", friday_bay(), other).allowed is Allowed.YES


def test_a_bay_that_begins_where_this_one_ends_does_not_join_in() -> None:
    following = row(9, "prorelsehindrad", line=[[18.0710, 59.3400], [18.0711, 59.3400]])
    assert (
        ask("2026-06-02T05:00", friday_bay(), following, point=Point(59.34, 18.07099)).allowed
        is Allowed.YES
    )


def test_one_decision_in_two_rows_permits_what_either_row_permits() -> None:
    # parking L5: a summer row without cleaning, a winter row with it
    text = "Servicetid onsdag 09:00-14:00 utom under tiden 15 juni - 15 augusti"
    summer = friday_bay(START_WEEKDAY=None, START_TIME=None, END_TIME=None, OTHER_INFO=text,
                        START_MONTH=6, START_DAY=15, END_MONTH=8, END_DAY=15)  # fmt: skip
    winter = friday_bay(START_WEEKDAY="onsdag", START_TIME=1400, END_TIME=900, OTHER_INFO=text,
                        START_MONTH=8, START_DAY=16, END_MONTH=6, END_DAY=14)  # fmt: skip
    winter["id"] = "LTFR_P_TILLATEN.2"
    assert ask("2026-07-01T10:00", summer, winter).allowed is Allowed.YES
    assert ask("2026-09-02T10:00", summer, winter).allowed is Allowed.NO
    assert ask("2026-09-02T15:00", summer, winter).allowed is Allowed.YES


def test_a_reserved_place_shuts_others_out() -> None:
    # parking V1: a non-member is blocked, the rule is not absent
    bay = row(layer="prorelsehindrad", PARKING_RATE=TAXA_3)
    verdict = ask("2026-06-01T10:00", bay)
    assert (verdict.allowed, verdict.because[0].rule.band) == (Allowed.NO, Band.RESERVED)
    held = ask("2026-06-01T10:00", bay, permits=(HeldPermit(PermitKind.DISABILITY),))
    assert held.allowed is Allowed.YES
    assert held.price is not None
    assert (held.price.ore_per_hour, held.price.cover) == (0, Cover.DISABILITY)
    assert Action.SHOW_PERMIT in held.actions


def test_a_reserved_place_shuts_out_even_beside_a_general_permission() -> None:
    stand = row(5, "pmotorcykel", CITATION="0180 2021-2")
    assert ask("2026-06-01T10:00", friday_bay(), stand).allowed is Allowed.NO
    assert (
        ask("2026-06-01T10:00", friday_bay(), stand, vehicle=Vehicle.MOTORCYCLE).allowed
        is Allowed.YES
    )


@pytest.mark.parametrize(
    ("permit", "cover"),
    [
        (HeldPermit(PermitKind.RESIDENT, "vasastan"), Cover.RESIDENT),
        (HeldPermit(PermitKind.RESIDENT, "Östermalm"), None),
        (HeldPermit(PermitKind.RESIDENT), None),
        (HeldPermit(PermitKind.DISABILITY), Cover.DISABILITY),
    ],
)
def test_a_permit_counts_only_in_its_area(permit: HeldPermit, cover: Cover | None) -> None:
    # parking V1
    verdict = ask("2026-06-01T10:00", friday_bay(), permits=(permit,))
    assert verdict.price is not None
    assert verdict.price.cover is cover


def test_a_resident_permit_does_not_count_on_visitor_bays() -> None:
    bay = friday_bay(VF_PLATS_TYP="P-avgift endast besök", PARKING_RATE=TAXA_1)
    verdict = ask("2026-06-01T10:00", bay, permits=(HeldPermit(PermitKind.RESIDENT, "Vasastan"),))
    assert verdict.price is not None
    assert verdict.price.ore_per_hour == 5500


def test_the_longest_stay_ends_the_permission() -> None:
    bay = row(layer="pbuss", MAX_MINUTES=30, PARKING_RATE=TAXA_1)
    verdict = ask("2026-06-01T10:10", bay, vehicle=Vehicle.BUS)
    assert until(verdict) == "2026-06-01T10:40"
    assert verdict.then is Allowed.NO
    assert Action.MOVE_BEFORE in verdict.actions


def test_the_longest_stay_counts_only_inside_its_own_hours() -> None:
    bay = row(START_TIME=800, END_TIME=1800, DAY_TYPE=WD, MAX_HOURS=2)
    always = row(2, CITATION="0180 2021-9")
    assert until(ask("2026-06-01T17:30", bay, always)) == "2026-06-02T10:00"


@pytest.mark.parametrize(
    ("arrival", "end"),
    [
        ("2026-06-12T13:00", "2026-06-16T00:00"),  # Friday 13:00 to Monday 24:00
        ("2026-06-09T13:00", "2026-06-10T13:00"),
        ("2026-06-14T13:00", "2026-06-16T00:00"),
        ("2026-12-23T10:00", "2026-12-29T00:00"),
        ("2026-03-27T10:00", "2026-03-31T00:00"),
    ],
)
def test_the_24_hour_rule(arrival: str, end: str) -> None:
    # parking D7
    assert default_deadline(from_wall(arrival)) == from_wall(end)


def test_bicycles_are_not_under_the_24_hour_rule() -> None:
    stand = row(VEHICLE="cykel", PARKING_RATE="avgiftsfri")
    assert ask("2026-06-01T10:00", stand, vehicle=Vehicle.BICYCLE).until is None
    assert until(ask("2026-06-01T10:00", row(PARKING_RATE="avgiftsfri"))) == "2026-06-02T10:00"


def test_without_data_the_answer_is_unknown_never_yes() -> None:
    # parking V3
    far = ask("2026-06-01T10:00", friday_bay(), point=Point(59.35, 18.0))
    assert (far.allowed, far.place, far.until) == (Allowed.UNKNOWN, None, None)
    doubtful = ask("2026-06-01T10:00", row(VF_PLATS_TYP="20", PARKING_RATE=TAXA_1))
    assert doubtful.allowed is Allowed.UNKNOWN
    assert doubtful.because
    expired = ask("2026-06-01T10:00", friday_bay(VALID_TO="2026-05-01T22:00:00Z"))
    assert expired.allowed is Allowed.UNKNOWN
    hours = ask(
        "2026-06-06T10:00", row(START_TIME=700, END_TIME=1700, DAY_TYPE=WD, PARKING_RATE=TAXA_1)
    )
    assert hours.allowed is Allowed.UNKNOWN


def test_an_unreadable_ban_makes_a_permitted_place_unknown() -> None:
    # half-open times never end in a silent "allowed"
    broken = row(9, "servicedagar", START_TIME=0, START_WEEKDAY="tisdag", CITATION="0180 2021-1")
    assert ask("2026-06-03T10:00", friday_bay(), broken).allowed is Allowed.UNKNOWN


def test_a_price_that_cannot_be_read_is_said_to_be_unknown() -> None:
    verdict = ask("2026-06-01T10:00", row(VF_PLATS_TYP="P-avgift endast besök"))
    assert verdict.allowed is Allowed.YES
    assert verdict.price is not None
    assert verdict.price.ore_per_hour is None


def test_parking_disc() -> None:
    # parking D8
    assert disc_setting(from_wall("2026-06-01T13:02")).strftime("%H:%M") == "13:30"
    assert disc_setting(from_wall("2026-06-01T13:30")).strftime("%H:%M") == "13:30"


CASES: list[tuple[dict[str, Any], ...]] = [
    (friday_bay(),),
    (friday_bay(PARKING_RATE=TAXA_3, START_WEEKDAY="söndag", OTHER_INFO="Servicetid söndag 00:00-06:00"),),
    (row(START_TIME=800, END_TIME=1800, DAY_TYPE=WD, MAX_HOURS=1), row(2, CITATION="0180 2021-9", PARKING_RATE=TAXA_2)),
    (row(layer="pbuss", MAX_MINUTES=45, PARKING_RATE=TAXA_1),),
    (friday_bay(OTHER_INFO="Servicetid tisdag 01:30-02:30 utom under tiden jämna veckor 1/10 - 31/3",
                START_WEEKDAY=None, START_TIME=None, END_TIME=None),),
    (row(VEHICLE="rörelsehindrade"), row(3, "servicedagar", START_TIME=200, END_TIME=300, START_WEEKDAY="söndag")),
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CASES),
    st.sampled_from(
        [
            datetime(2026, 3, 28),
            datetime(2026, 10, 24),
            datetime(2026, 6, 4),
            datetime(2026, 12, 22),
        ]
    ),
    st.integers(0, 2880),
    st.sampled_from([*list(Vehicle)[:3], Vehicle.BUS]),
    st.sampled_from(
        [(), (HeldPermit(PermitKind.RESIDENT, "Vasastan"),), (HeldPermit(PermitKind.DISABILITY),)]
    ),
)
def test_until_equals_brute_force(
    features: tuple[dict[str, Any], ...],
    day: datetime,
    minute: int,
    vehicle: Vehicle,
    permits: tuple[HeldPermit, ...],
) -> None:
    # parking V2: the next instant at which answer or price changes, found minute by minute
    arrival = day.replace(tzinfo=UTC) + timedelta(minutes=minute)
    request = Request(vehicle=vehicle, permits=permits, arrival=arrival)
    place = streets(*features).place(HERE)
    verdict = decide(place, request)
    now = judge(place, request)
    assert verdict.allowed is now.allowed
    for step in range(1, 4 * 1440):
        at = arrival + timedelta(minutes=step)
        if judge(place, request, at).key() != now.key():
            assert verdict.until == at
            return
    assert verdict.until is None or verdict.until > arrival + timedelta(days=3, hours=23)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 500_000))
def test_a_yes_or_no_always_names_its_decision(
    features: tuple[dict[str, Any], ...], minute: int
) -> None:
    arrival = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    verdict = decide(streets(*features).place(HERE), Request(arrival=arrival))
    if verdict.allowed is not Allowed.UNKNOWN:
        assert verdict.because
        assert all(reason.regulation.citation for reason in verdict.because)
