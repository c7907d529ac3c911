# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city's feed: every layer, odd rows, broken rows (parking L1-L7, section 4.1)."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.parking.domain.ltf import FeedUnreadable, read_feature, read_feed
from services.parking.domain.places import Streets
from services.parking.domain.regulations import Band, Effect, PermitKind, Regulation, Vehicle
from services.parking.domain.verdict import Allowed, Request, decide
from services.parking.domain.windows import ALWAYS, Recurrence, Season
from tests.services.parking.facts import TAXA_1, TAXA_2, TAXA_13, collection, friday_bay, row


def one(feature: object) -> Regulation:
    return read_feed(collection(feature)).regulations[0]


def permitted(regulation: Regulation) -> Recurrence:
    return next(rule.when for rule in regulation.rules if rule.effect is Effect.PERMIT)


def test_a_paid_bay_with_cleaning() -> None:
    # parking L1, L3
    bay = one(friday_bay())
    assert permitted(bay) == Recurrence(weekday=4, start=360, end=0, to_next_week=True)
    assert bay.audience.residents
    tariff = bay.tariff()
    assert tariff is not None
    assert tariff.code == "2"
    assert (bay.street, bay.area) == ("Provgatan", "Vasastan")
    assert not bay.doubts


def test_dates_of_validity_are_local_dates() -> None:
    # parking section 4.1: UTC of local midnight
    bay = one(friday_bay(VALID_FROM="2026-05-17T22:00:00Z", VALID_TO="2026-12-14T23:00:00Z"))
    assert (bay.valid_from, bay.valid_to) == (date(2026, 5, 18), date(2026, 12, 15))
    assert not bay.is_valid(date(2026, 5, 17))
    assert bay.is_valid(date(2026, 12, 14))
    assert not bay.is_valid(date(2026, 12, 15))


def test_a_cleaning_row_holds_the_forbidden_time_itself() -> None:
    # parking L1: an end of 0 is 24:00 here
    rule = one(
        row(layer="servicedagar", START_TIME=1800, END_TIME=0, START_WEEKDAY="måndag")
    ).rules[0]
    assert (rule.effect, rule.band) == (Effect.FORBID, Band.CLEANING)
    assert rule.when == Recurrence(weekday=0, start=1080, end=1440)


def test_the_day_type_of_a_weekday_row_does_not_narrow_it() -> None:
    # parking L4
    bay = one(friday_bay(DAY_TYPE="vardag utom vardag före sön- och helgdag"))
    assert permitted(bay).day_types == ()


def test_day_type_hours_that_repeat_the_tariff_are_fee_time() -> None:
    # parking L4
    wd = "vardag utom vardag före sön- och helgdag"
    fee = one(
        row(layer="pmotorcykel", START_TIME=700, END_TIME=1900, DAY_TYPE=wd, PARKING_RATE=TAXA_13)
    )
    assert permitted(fee) == ALWAYS
    piece = one(row(START_TIME=700, END_TIME=1700, DAY_TYPE=wd, PARKING_RATE=TAXA_1))
    assert (permitted(piece).start, permitted(piece).end) == (420, 1020)
    assert permitted(piece).day_types == ("wd",)


@pytest.mark.parametrize(
    ("layer", "properties", "vehicles", "permit"),
    [
        ("pbuss", {}, (Vehicle.BUS,), None),
        ("plastbil", {}, (Vehicle.TRUCK,), None),
        ("prorelsehindrad", {}, (), PermitKind.DISABILITY),
        ("ptillaten", {"VEHICLE": "rörelsehindrade"}, (), PermitKind.DISABILITY),
        ("ptillaten", {"VEHICLE": "cykel", "VF_PLATS_TYP": "Reserverad p-plats cykel"}, (Vehicle.BICYCLE,), None),
        ("ptillaten", {"VEHICLE": "moped-klass2", "VF_PLATS_TYP": "Reserverad p-plats cykel"}, (Vehicle.MOPED,), None),
        ("ptillaten", {"VEHICLE": "beskickningsfordon"}, (Vehicle.DIPLOMATIC,), None),
        ("ptillaten", {"VF_PLATS_TYP": "Reserverad p-plats utryckningsfordon"}, (Vehicle.EMERGENCY,), None),
    ],
)  # fmt: skip
def test_whom_a_row_is_for(
    layer: str, properties: dict[str, Any], vehicles: tuple[Vehicle, ...], permit: PermitKind | None
) -> None:
    audience = one(row(layer=layer, **properties)).audience
    assert (audience.vehicles, audience.permit) == (vehicles, permit)


def test_resident_motorcycles_pay_or_show_a_permit() -> None:
    kind = "Reserverad p-plats motorcykel boende"
    audience = one(row(layer="pmotorcykel", VF_PLATS_TYP=kind)).audience
    assert audience.vehicles == (Vehicle.MOTORCYCLE,)
    assert audience.residents


def test_a_season_and_a_longest_stay() -> None:
    # parking L2
    bay = one(
        row(START_MONTH=8, START_DAY=16, END_MONTH=6, END_DAY=14, MAX_HOURS=2, MAX_MINUTES=30)
    )
    assert permitted(bay).season == Season((8, 16), (6, 14))
    assert [rule.max_seconds for rule in bay.rules if rule.effect is Effect.LIMIT] == [9000]


@pytest.mark.parametrize(
    "properties",
    [
        {"VF_PLATS_TYP": "20"},
        {"VF_PLATS_TYP": "Reserverad p-plats helikopter"},
        {"VEHICLE": "luftskepp"},
        {"START_TIME": 600},
        {"START_TIME": 2475, "END_TIME": 2500},
        {"START_TIME": "sex", "END_TIME": 700},
        {"START_WEEKDAY": "fredag"},
        {"START_WEEKDAY": "fullmåne", "START_TIME": 0, "END_TIME": 600},
        {"DAY_TYPE": "ibland", "START_TIME": 0, "END_TIME": 600},
        {"START_MONTH": 2},
        {"START_MONTH": 2, "START_DAY": 30, "END_MONTH": 3, "END_DAY": 1},
        {"OTHER_INFO": "Servicetid ibland"},
        {"OTHER_INFO": 7},
        {"PARKING_RATE": "taxa 2: dyrt"},
        {"MAX_MINUTES": -5},
        {"VALID_FROM": "i förrgår"},
        {"VALID_FROM": "2026-05-17"},
    ],
)
def test_what_cannot_be_read_is_kept_as_a_doubt(properties: dict[str, Any]) -> None:
    # parking L7: never a crash, never a silent "allowed"
    reading = read_feed(collection(row(**properties)))
    assert len(reading.regulations) == 1
    assert reading.doubtful
    assert reading.regulations[0].rules[-1].effect is Effect.UNCLEAR


@pytest.mark.parametrize(
    ("feature", "reason"),
    [
        (7, "object"),
        ({"id": "LTFR_P_TILLATEN.1"}, "properties"),
        ({**row(), "id": "LTFR_LUFT.1"}, "layer"),
        ({**row(), "geometry": None}, "geometry"),
        ({**row(), "geometry": {"type": "Polygon", "coordinates": []}}, "LineString"),
        (row(line=[[18.07, None]]), "pair"),
        (row(line=[[59.34, 18.07]]), "outside Sweden"),
        (row(line=[[1e400, 18.07]]), "coordinate"),
        (row(line=[]), "empty"),
        (row(CITATION=None), "CITATION"),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused_with_its_reason(
    feature: object, reason: str
) -> None:
    good = friday_bay(FID=2)
    good["id"] = "LTFR_P_TILLATEN.2"
    body = collection(good).replace(b'"features":[', b'"features":[%s,' % encode(feature))
    reading = read_feed(body)
    assert [regulation.id for regulation in reading.regulations] == ["LTFR_P_TILLATEN.2"]
    assert len(reading.refused) == 1
    assert reason in reading.refused[0].reason


def encode(feature: object) -> bytes:
    return msgspec.json.encode(feature).replace(b"null,18.07", b"1e300,18.07")


def test_the_same_id_twice_is_refused_once() -> None:
    reading = read_feed(collection(friday_bay(), friday_bay()))
    assert (len(reading.regulations), len(reading.refused)) == (1, 1)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"\xff\xfe", b'{"features": 1}', b"[" * 100_000]
)
def test_a_file_that_is_no_feed_is_refused_as_a_whole(body: bytes) -> None:
    with pytest.raises(FeedUnreadable):
        read_feed(body)


def test_coordinates_in_metres_are_read_too() -> None:
    # parking section 4.1: SWEREF 99 TM per key
    bay = one(
        row(line=[[674032.0, 6580822.0]])
        | {"geometry": {"type": "Point", "coordinates": [674032.0, 6580822.0]}}
    )
    assert abs(bay.line[0].lat - 59.33023123) < 1e-7
    assert abs(bay.line[0].lon - 18.05918974) < 1e-7


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["VEHICLE", "START_TIME", "END_TIME", "START_WEEKDAY", "DAY_TYPE", "OTHER_INFO",
                         "PARKING_RATE", "VALID_FROM", "MAX_HOURS", "START_MONTH", "CITATION", "VF_METER"]),
        anything,
    ),
    anything,
)  # fmt: skip
def test_no_row_whatsoever_crashes_the_import(properties: dict[str, Any], geometry: Any) -> None:
    feature = row(**properties)
    reading = read_feed(
        msgspec.json.encode({"features": [feature, {**feature, "geometry": geometry}, geometry]})
    )
    assert len(reading.regulations) + len(reading.refused) == 3


def test_the_source_row_is_kept_unchanged() -> None:
    feature = friday_bay()
    assert read_feature(feature).source == feature["properties"]
    assert TAXA_2 in feature["properties"].values()


@pytest.mark.parametrize("limit", [1e308, 10**12, 600_000, -5, True, "30"])
def test_a_longest_stay_out_of_all_reason_is_a_doubt_and_never_a_crash(limit: object) -> None:
    read = read_feature(friday_bay(MAX_MINUTES=limit))
    assert read.doubts
    point = read.line[0]
    request = Request(arrival=datetime(2026, 6, 6, 10, tzinfo=UTC))
    assert decide(Streets([read]).place(point), request).allowed is Allowed.UNKNOWN
