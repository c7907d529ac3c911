# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""q and geographic conditions, and matching thousands of subscriptions, each against a plain loop."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.devices.domain.areas import read_area
from services.devices.domain.entities import Entity, EntityRefused
from services.devices.domain.matching import Watchers
from services.devices.domain.merging import Merged, Outcome
from services.devices.domain.querying import read_query
from services.devices.domain.reading import read_entity
from services.devices.domain.subscriptions import Selector, Subscription, read_subscription
from tests.services.devices.facts import NOW, spot

ATTRIBUTES = read_entity(
    {
        "id": "urn:x:1", "type": "T", "status": "free", "level": 0.7, "count": 3, "on": True,
        "tags": {"value": ["a", "b"]}, "address": {"value": {"city": "Stockholm"}},
    },
    NOW,
).attributes  # fmt: skip


@pytest.mark.parametrize(
    ("q", "holds"),
    [
        ('status=="free"', True), ("status==%22free%22", True), ('status!="free"', False),
        ("level>0.5", True), ("level>=0.7;count<4", True), ("level>0.9|count==3", True),
        ("level>0.9;count==3|on==true", True), ("(level>0.9|count==3);on==false", False),
        ("count==1..5", True), ("count==4..5", False), ("count==1,3", True), ('tags=="b"', True),
        ('address.city=="Stockholm"', True), ('address[city]=="Solna"', False), ("missing", False),
        ("status", True), ("missing!=1", False), ('status~="^fr.*"', True), ('status~="ree"', True),
        ('status~="x"', False), ("on==1", False),
    ],
)  # fmt: skip
def test_q(q: str, holds: bool) -> None:
    assert read_query(q).test(ATTRIBUTES) is holds


@pytest.mark.parametrize(
    "q", ["", "==1", "a==", "(a==1", "a==1;;b==2", "a==1)", "a" * 2000, ";".join(["a"] * 80)]
)
def test_a_bad_q_is_refused(q: str) -> None:
    with pytest.raises(EntityRefused):
        read_query(q)


@given(st.text(alphabet='ab=<>~!;|()".,1 ^$*[]', max_size=30))
def test_any_q_is_read_or_refused(q: str) -> None:
    try:
        read_query(q).test(ATTRIBUTES)
    except EntityRefused:
        pass


SQUARE = "[[[18.0,59.3],[18.1,59.3],[18.1,59.4],[18.0,59.4],[18.0,59.3]]]"


@pytest.mark.parametrize(
    ("georel", "geometry", "coordinates", "holds"),
    [
        ("near;maxDistance==100", "Point", "[18.06,59.33]", True),
        ("near;maxDistance==100", "Point", "[18.07,59.33]", False),
        ("near;minDistance==100", "Point", "[18.07,59.33]", True),
        ("within", "Polygon", SQUARE, True),
        ("intersects", "Polygon", SQUARE, True),
        ("disjoint", "Polygon", SQUARE, False),
        ("equals", "Point", "[18.06,59.33]", True),
        ("equals", "Point", "[18.06,59.34]", False),
    ],
)
def test_areas(georel: str, geometry: str, coordinates: str, holds: bool) -> None:
    area = read_area({"georel": georel, "geometry": geometry, "coordinates": coordinates})
    attributes = read_entity(spot(place=(18.06, 59.33)), NOW).attributes
    assert area.holds(attributes) is holds


@pytest.mark.parametrize(
    "given_",
    [{"georel": "beside"}, {"georel": "near;maxDistance==x", "geometry": "Point", "coordinates": "[1,2]"},
     {"georel": "near", "geometry": "Circle", "coordinates": "[1,2]"},
     {"georel": "near", "geometry": "Point", "coordinates": "[1"},
     {"georel": "near", "geometry": "Point", "coordinates": "[500,2]"},
     {"georel": "within", "geometry": "Point", "coordinates": "[[1,2],[2,3]]"},
     {"georel": "near;maxDistance==1e9", "geometry": "Point", "coordinates": "[1,2]"}],
)  # fmt: skip
def test_a_bad_area_is_refused(given_: dict) -> None:
    with pytest.raises(EntityRefused):
        read_area(given_)


def wish(number: int, chance: random.Random) -> Subscription:
    geo = None
    if chance.random() < 0.7:
        place = [18.0 + chance.random() * 0.1, 59.3 + chance.random() * 0.05]
        geo = {
            "georel": f"near;maxDistance=={chance.choice([100, 400])}",
            "geometry": "Point",
            "coordinates": place,
        }
    return Subscription(
        id=f"urn:s:{number}", uri="https://example.org/x", geo=geo,
        selectors=(Selector(
            chance.choice(["ParkingSpot", "Streetlight"]),
            id=f"urn:ngsi-ld:ParkingSpot:t{number % 7}" if chance.random() < 0.1 else None,
            prefix="urn:ngsi-ld:ParkingSpot:t1" if chance.random() < 0.1 else None,
        ),),
        watched=chance.choice([(), ("status",), ("width",)]),
        q=chance.choice([None, 'status=="free"', 'lorawanKey=="1"']),
    )  # fmt: skip


def concerns(one: Subscription, entity: Entity) -> bool:
    """The plain way: look at everything."""
    (selector,) = one.selectors
    open_ones = {"status", "location"}
    held = {name: value for name, value in entity.attributes.items() if name in open_ones}
    query, area = one.conditions()
    return (
        selector.type == entity.type
        and selector.id in (None, entity.id)
        and entity.id.startswith(selector.prefix or "")
        and (not one.watched or "status" in one.watched)
        and (query is None or query.test(held))
        and (area is None or area.holds(held))
    )


def test_the_index_finds_what_a_loop_finds() -> None:
    chance = random.Random(7)
    wishes = [wish(number, chance) for number in range(2_000)]
    watchers = Watchers((one, False) for one in wishes)
    for number in range(60):
        sent = spot(
            number,
            chance.choice(["free", "occupied"]),
            place=(18.0 + chance.random() * 0.1, 59.3 + chance.random() * 0.05),
        )
        entity_ = read_entity(sent, NOW)
        entity = Entity(entity_.id, entity_.type, entity_.attributes, NOW, NOW)
        change = Merged(entity, Outcome.CHANGED, ("status",))
        expected = {one.id for one in wishes if concerns(one, entity)}
        assert watchers.match(change) == expected


def test_an_attribute_that_is_not_open_never_decides() -> None:
    # iot R6
    probe = Subscription(
        id="urn:s:1",
        uri="https://x.example/",
        selectors=(Selector("ParkingSpot"),),
        q='lorawanKey=="1"',
    )
    sent = read_entity(spot() | {"lorawanKey": "1"}, NOW)
    change = Merged(
        Entity(sent.id, sent.type, sent.attributes, NOW, NOW), Outcome.CHANGED, ("status",)
    )
    assert Watchers([(probe, False)]).match(change) == set()
    assert Watchers([(probe, True)]).match(change) == {"urn:s:1"}


GOOD = {
    "type": "Subscription",
    "entities": [{"type": "ParkingSpot"}],
    "notification": {"endpoint": {"uri": "https://example.org/hook"}},
}


def test_a_subscription_of_the_sheet_is_read() -> None:
    found = read_subscription(
        GOOD
        | {
            "watchedAttributes": ["status"], "q": "status==%22free%22", "throttling": 5,
            "geoQ": {"georel": "near;maxDistance==300", "geometry": "Point", "coordinates": [18.06, 59.33]},
            "expiresAt": "2027-01-01T00:00:00Z",
        },
        "urn:s:1",
        NOW,
    )  # fmt: skip
    assert (found.throttling_s, found.watched) == (5.0, ("status",))


@pytest.mark.parametrize(
    "change",
    [{"type": "Wish"}, {"entities": []}, {"entities": [{}]}, {"entities": [{"type": "T", "idPattern": "a|b"}]},
     {"notification": {}}, {"notification": {"endpoint": {"uri": "ftp://example.org"}}},
     {"notification": {"endpoint": {"uri": "https://user:secret@example.org"}}},
     {"notification": {"endpoint": {"uri": "https://example.org"}, "format": "csv"}},
     {"throttling": -1}, {"throttling": "x"}, {"expiresAt": "2020-01-01T00:00:00Z"}, {"expiresAt": "soon"},
     {"q": "a=="}, {"geoQ": {"georel": "near"}}, {"unknown": 1}, {"watchedAttributes": ["a b"]}],
)  # fmt: skip
def test_a_bad_subscription_is_refused(change: dict) -> None:
    with pytest.raises(EntityRefused):
        read_subscription(GOOD | change, "urn:s:1", NOW)
