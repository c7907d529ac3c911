# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A page of places is the same whichever way it was found, on both databases."""

from itertools import product

import pytest

from services.cityinfo.actions import finding
from services.cityinfo.actions.places import search_places
from services.cityinfo.actions.writing import entries_of
from services.cityinfo.demo.content import places
from services.cityinfo.domain.accessibility import Profile
from services.cityinfo.domain.folding import indexed
from services.cityinfo.domain.place_query import PlaceQuery
from services.cityinfo.domain.places import PlaceKind, TargetGroup, shortages, tags_of
from services.cityinfo.domain.words import tell
from services.cityinfo.store import content as store
from services.cityinfo.store.full_text import mark_of_tag
from services.kit.clock import instant
from services.kit.data import Column, MetaData, Table, Text, define, insert, migrate
from services.kit.data.migrating import steps_of
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


PACKAGE = "services.cityinfo"
OLD_WORDS = Table("words", MetaData(), *(Column(name, Text) for name in ("item", "language", "name", "more", "tags")))  # fmt: skip
OLD_TITLE = Table("title", MetaData(), *(Column(name, Text) for name in ("item", "language", "sort")))  # fmt: skip


async def test_what_stood_in_the_earlier_tables_is_found_after_the_step(open_database):
    database = open_database()
    await database.start()
    await migrate(database)
    steps = steps_of(PACKAGE)
    await database.apply(PACKAGE, steps[:1])
    old = places()[:3]

    async def as_before(tx):
        for one in old:
            row = entries_of(one)[0]
            known = {c.name: row.get(c.name) for c in store.place.columns}
            known |= {"id": one.id, "body": one, "cell": 0, "updated_at": 0}
            await tx.run(store.put_place, **known)
            tags = " ".join(mark_of_tag(each, worded=True) for each in sorted(tags_of(one)))
            for language, wording in one.names.items():
                words = {"item": one.id, "language": language, "more": "", "tags": tags}
                await tx.run(define(insert(OLD_WORDS)), name=indexed(wording.value, language), **words)  # fmt: skip
                await tx.run(define(insert(OLD_TITLE)), item=one.id, language=language, sort="a")

    await database.transact(as_before)
    await database.apply(PACKAGE, steps[1:])
    for one in old:
        by_word = PlaceQuery(text=one.names["sv"].value, kinds=(one.kind,))
        assert one.id in [each.id for each in (await search_places(database, by_word, "sv", limit=9)).places]  # fmt: skip
        by_kind = PlaceQuery(kinds=(one.kind,))
        assert one.id in [each.id for each in (await search_places(database, by_kind, "ar", limit=9)).places]  # fmt: skip
    await database.stop()
