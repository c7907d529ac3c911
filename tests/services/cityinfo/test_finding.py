# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A page of places is the same whichever way it was found, on both databases."""

from itertools import product

import pytest

from services.cityinfo.actions import finding
from services.cityinfo.actions.places import search_places
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.place_query import PlaceQuery
from services.cityinfo.domain.places import PlaceKind, TargetGroup, shortages, tags_of
from services.cityinfo.domain.words import tell
from services.kit.clock import instant
from services.kit.geometry import Point, distance

pytestmark = pytest.mark.anyio

CENTRE = Point(59.3326, 18.0649)
FILTERS = [
    {},
    {"is_free": True},
    {"kinds": tuple(PlaceKind)[:5]},
    {"target_groups": (TargetGroup.CHILDREN_AND_FAMILIES, TargetGroup.YOUTH), "is_free": True},
]
ORDERS = [
    {"order_by_name": True},
    {"order_by_distance": CENTRE},
    {"order_by_accessibility": Profile.WHEELCHAIR},
]


@pytest.mark.parametrize("order", ORDERS, ids=["name", "distance", "access"])
async def test_equivalence_of_walking_an_order_and_making_it(both, order, monkeypatch):
    database = both.database
    asked = 0
    for given, reader, limit, skip in product(FILTERS, ("sv", "ar", "fi"), (1, 3, 50), (0, 2, 500)):
        query = PlaceQuery(**given, **order)
        answers = []
        for many in (0, 10**9):
            monkeypatch.setattr(finding, "MANY", many)
            found = await search_places(database, query, reader, limit=limit, skip=skip)
            answers.append(([one.id for one in found.places], found.total))
        assert answers[0] == answers[1], (given, reader, limit, skip)
        asked += bool(answers[0][0])
    assert asked > 40


async def test_what_is_found_is_what_a_look_at_every_place_finds(both):
    everything = (await search_places(both.database, PlaceQuery(), "sv", limit=500)).places
    for given, order in product(FILTERS, ORDERS):
        found = await search_places(both.database, PlaceQuery(**given, **order), "sv", limit=500)
        meant = [one for one in everything if _is_meant(one, given)]
        assert {one.id for one in found.places} == {one.id for one in meant}
        assert found.total == len(meant)
        places = [_place_in(order, one) for one in found.places]
        assert places == sorted(places)


async def test_a_page_beyond_the_end_still_says_how_many_there_are(both):
    words = PlaceQuery(text="bibliotek")
    some = await search_places(both.database, words, "sv", limit=5)
    none = await search_places(both.database, words, "sv", limit=5, skip=400)
    assert none.places == []
    assert none.total == some.total > 0


async def test_open_now_by_name_walks_too(both, monkeypatch):
    query = PlaceQuery(open_at=instant(both.clock.now_ms() + 36_000_000), order_by_name=True)
    slow = await search_places(both.database, query, "en", limit=100)
    monkeypatch.setattr(finding, "MANY", 0)
    quick = await search_places(both.database, query, "en", limit=100)
    assert [one.id for one in quick.places] == [one.id for one in slow.places] != []


def _is_meant(place, given) -> bool:
    tags = tags_of(place)
    return (
        ("is_free" not in given or place.is_free is given["is_free"])
        and ("kinds" not in given or place.kind in given["kinds"])
        and (
            "target_groups" not in given
            or any(f"group:{each}" in tags for each in given["target_groups"])
        )
    )


def _place_in(order, place):
    if "order_by_distance" in order:
        return distance(CENTRE, place.point)
    if "order_by_accessibility" in order:
        count = shortages(place, Profile.WHEELCHAIR)
        return 10**6 if count is None else count
    told = tell(place.names, "sv")
    return told.value[0].casefold() if told.value[0] in "ABCDEFGHIJKLMNOPQRSTUVXY" else "z"
