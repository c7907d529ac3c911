# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions: recorded, linked, never unwritten; OParl 1.1 and Popolo as their specifications say (D1-D3)."""

import json

import msgspec
import pytest

from services.kit.errors import InputInvalid, NotFound, Problem
from services.participation.actions import decisions
from services.participation.domain import decisions as oparl
from services.participation.domain.decisions import Address, Count, Decision, Outcome, Voice
from tests.services.participation.city import OFFICER, City, resident

pytestmark = pytest.mark.anyio
AT = Address(root="https://city.test")
DECISION = Decision(
    id="bankar-2026", board="Farsta stadsdelsnämnd", reference="FAR 2026/12", title="Fler bänkar",
    text="Nämnden bifaller förslaget.", reasons="Många vill sitta.", outcome=Outcome.PASS,
    decided_on="2026-05-20", proposals=("p-1",), consultation="torget",
    counts=(Count(option=Voice.YES, value=9, party="A"), Count(option=Voice.NO, value=4, party="B"),
            Count(option=Voice.YES, value=2, party="C")),
)  # fmt: skip
REQUIRED = {
    "papers": {"id", "type"},
    "meetings": {"id", "type", "name", "organization"},
    "agendaitems": {"id", "type", "meeting", "order"},
    "consultations": {"id", "type", "paper", "meeting"},
    "organizations": {"id", "type", "name"},
    "bodies": {
        "id",
        "type",
        "name",
        "organization",
        "person",
        "meeting",
        "paper",
        "legislativeTerm",
    },
}


async def record(city: City, decision: Decision = DECISION) -> None:
    await city.database.transact(lambda tx: decisions.record_decision(tx, OFFICER, decision))


async def test_lists_hold_what_oparl_requires_and_never_null(small_city: City) -> None:  # D2
    await record(small_city)
    for kind, required in REQUIRED.items():
        objects = await decisions.oparl_objects(small_city.database, AT, kind)
        assert objects
        for each in objects:
            assert required <= each.keys(), kind
            assert each["type"].startswith("https://schema.oparl.org/1.1/")
            assert "null" not in json.dumps(each)
            assert each["id"].startswith("https://city.test/participation/oparl/")
    with pytest.raises(NotFound):
        await decisions.oparl_objects(small_city.database, AT, "secrets")


async def test_a_decision_links_paper_meeting_and_what_it_answers(small_city: City) -> None:  # D3
    await record(small_city)
    (paper,) = await decisions.oparl_objects(small_city.database, AT, "papers")
    (item,) = await decisions.oparl_objects(small_city.database, AT, "agendaitems")
    (meeting,) = await decisions.oparl_objects(small_city.database, AT, "meetings")
    assert paper["consultation"][0]["agendaItem"] == item["id"]
    assert item["meeting"] == meeting["id"]
    assert paper["relatedPaper"] == ["https://city.test/participation/oparl/proposal/p-1"]
    assert (item["result"], item["resolutionText"]) == ("Bifall", "Nämnden bifaller förslaget.")


async def test_objects_never_disappear(small_city: City) -> None:  # D1
    await record(small_city)
    withdraw = decisions.withdraw_decision
    await small_city.database.transact(lambda tx: withdraw(tx, OFFICER, DECISION.id))
    (shell,) = await decisions.oparl_objects(small_city.database, AT, "papers")
    assert shell["deleted"] is True
    assert "name" not in shell
    assert await decisions.oparl_objects(small_city.database, AT, "agendaitems") == []


async def test_only_officers_record_and_only_whole_decisions(small_city: City) -> None:
    with pytest.raises(Problem) as refused:
        await small_city.database.transact(
            lambda tx: decisions.record_decision(tx, resident(1), DECISION)
        )
    assert refused.value.code == "FORBIDDEN"
    for broken in (
        {"title": " "},
        {"decided_on": "yesterday"},
        {"counts": (Count(option=Voice.YES, value=-1),)},
    ):
        with pytest.raises(InputInvalid):
            await record(small_city, msgspec.structs.replace(DECISION, **broken))
    assert await decisions.list_decisions(small_city.database) == []


def test_popolo_counts_are_sums_over_parties():
    motion = oparl.popolo(DECISION)
    (event,) = motion["vote_events"]
    assert event["counts"] == [{"option": "yes", "value": 11}, {"option": "no", "value": 4}]
    assert event["group_results"][1] == {"group_id": "b", "option": "no", "value": 4}
    assert (motion["result"], event["motion_id"]) == ("pass", "bankar-2026")


def test_long_lists_have_pages_and_links():
    rows = [{"id": str(n)} for n in range(250)]
    second = decisions.oparl_page(AT, "papers", rows, 2)
    assert [len(second["data"]), second["pagination"]["totalPages"]] == [100, 3]
    assert second["links"]["next"].endswith("papers?page=3")
    assert second["links"]["prev"].endswith("papers?page=1")
    assert "next" not in decisions.oparl_page(AT, "papers", rows, 3)["links"]
    with pytest.raises(NotFound):
        decisions.oparl_page(AT, "papers", rows, 4)
