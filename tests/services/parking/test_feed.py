# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The feed in the database: incremental, countable, never a forbidden caller (issue: import)."""

import pytest

from services.kit.data import Database
from services.kit.errors import Problem
from services.kit.geometry import Point
from services.kit.wire.caller import ANONYMOUS
from services.parking.actions.feed import ImportFeed, import_feed
from services.parking.actions.verdicts import AskVerdict, ask_verdict
from services.parking.domain.local_time import from_wall
from services.parking.domain.ltf import read_feed
from services.parking.domain.verdict import Allowed
from services.parking.store import regulations as store
from tests.services.parking.conftest import take_in
from tests.services.parking.facts import KERB, collection, friday_bay, row

pytestmark = pytest.mark.anyio
HERE = Point(59.34002, 18.0705)


async def allowed(database: Database, at: str) -> Allowed:
    answer = await ask_verdict(database, AskVerdict(point=HERE, at=from_wall(at)))
    return answer.verdict.allowed


async def test_the_same_feed_twice_changes_nothing(kerbs: Database) -> None:
    first = await take_in(kerbs, friday_bay())
    again = await take_in(kerbs, friday_bay())
    assert (first.added, again.added, again.unchanged) == (1, 0, 1)
    assert await kerbs.one(store.feed_version) == 1


async def test_a_changed_row_takes_the_place_of_the_old_one(kerbs: Database) -> None:
    await take_in(kerbs, friday_bay())
    moved = friday_bay()
    moved["geometry"] = {"type": "LineString", "coordinates": [[18.10, 59.30], [18.11, 59.30]]}
    changed = await take_in(kerbs, moved)
    assert (changed.changed, changed.added) == (1, 0)
    assert await allowed(kerbs, "2026-06-01T10:00") is Allowed.UNKNOWN
    assert await kerbs.one(store.feed_version) == 2


async def test_rows_gone_from_a_whole_layer_are_gone_here(kerbs: Database) -> None:
    await take_in(kerbs, friday_bay(), row(2, "pbuss"))
    other = friday_bay(CITATION="0180 2022-1")
    other["id"] = "LTFR_P_TILLATEN.7"
    result = await take_in(kerbs, other, whole=True)
    assert (result.added, result.removed) == (1, 1)
    left = {one.layer: one.rows for one in await kerbs.many(store.counts)}
    assert left == {"pbuss": 1, "ptillaten": 1}


async def test_refused_rows_are_kept_with_their_reason_until_they_are_right(
    kerbs: Database,
) -> None:
    broken = row(5, line=[[59.34, 18.07]])
    assert (await take_in(kerbs, broken)).refused == 1
    assert [one.reason for one in await kerbs.many(store.refusals, most=10)] == [
        "a coordinate lies outside Sweden"
    ]
    assert (await take_in(kerbs, row(5, line=KERB))).added == 1
    assert await kerbs.many(store.refusals, most=10) == []


async def test_nobody_from_outside_takes_a_feed_in(kerbs: Database) -> None:
    given = ImportFeed(source="x", reading=read_feed(collection(friday_bay())))
    with pytest.raises(Problem):
        await kerbs.transact(lambda tx: import_feed(tx, ANONYMOUS, given))
    assert await kerbs.many(store.counts) == []


async def test_the_verdict_reads_the_database(kerbs: Database) -> None:
    await take_in(kerbs, friday_bay())
    assert await allowed(kerbs, "2026-06-01T10:00") is Allowed.YES
    assert await allowed(kerbs, "2026-06-05T03:00") is Allowed.NO


async def test_kerbs_within_the_accuracy_of_the_point_are_answered_too(kerbs: Database) -> None:
    other = friday_bay(
        CITATION="0180 2022-1", START_WEEKDAY="måndag", OTHER_INFO="Servicetid måndag 00:00-06:00"
    )
    other["id"] = "LTFR_P_TILLATEN.7"
    other["geometry"] = {
        "type": "LineString",
        "coordinates": [[18.07, 59.34013], [18.071, 59.34013]],
    }
    await take_in(kerbs, friday_bay(), other)
    wish = AskVerdict(point=HERE, at=from_wall("2026-06-05T03:00"), accuracy_m=20)
    answer = await ask_verdict(kerbs, wish)
    assert answer.verdict.allowed is Allowed.NO
    assert [one.allowed for one in answer.nearby] == [Allowed.YES]
