# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Decisions: recorded, linked, never unwritten; OParl 1.1 and Popolo as their specifications say (D1-D3)."""

import json
import re

import msgspec
import pytest
from litestar.testing import AsyncTestClient

from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.participation.actions import decisions, proposals
from services.participation.domain import decisions as oparl
from services.participation.domain.decisions import Address, Ballot, Count, Decision, Outcome, Voice
from services.participation.domain.members import Member
from services.participation.domain.proposals import Proposal
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
    for kind in ("agendaitems", "consultations", "meetings"):
        (shell,) = await decisions.oparl_objects(small_city.database, AT, kind)
        assert set(shell) == {"id", "type", "created", "modified", "deleted"}
    with pytest.raises(NotFound):
        await decisions.read_motion(small_city.database, DECISION.id)


async def test_the_same_key_again_corrects_the_record(small_city: City) -> None:
    await record(small_city)
    small_city.clock.advance(60)
    await record(small_city, msgspec.structs.replace(DECISION, title="Tio bänkar"))
    (paper,) = await decisions.oparl_objects(small_city.database, AT, "papers")
    assert paper["name"] == "Tio bänkar"
    assert paper["created"] < paper["modified"]


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
        {"id": "../../x"},
        {"ballots": (Ballot(person="nobody", option=Voice.YES),)},
    ):
        with pytest.raises(InputInvalid):
            await record(small_city, msgspec.structs.replace(DECISION, **broken))
    assert await decisions.list_decisions(small_city.database) == []


SEAT = Member(
    id="ek-farsta", person="ek", name="Ann Ek", board="Farsta stadsdelsnämnd", role="ordförande",
    party="Torgpartiet", start="2022-10-15",
)  # fmt: skip


async def seat(city: City, *seats: Member) -> None:
    for each in seats:
        await city.database.transact(lambda tx, m=each: decisions.record_member(tx, OFFICER, m))


async def test_persons_and_memberships(city: City) -> None:  # OParl 1.1, Person and Membership
    deputy = msgspec.structs.replace(
        SEAT, id="ek-kultur", board="Kulturnämnden", role="ersättare", has_vote=False, party=""
    )
    await seat(city, SEAT, deputy)
    people = await decisions.oparl_objects(city.database, AT, "people")
    seats = await decisions.oparl_objects(city.database, AT, "memberships")
    boards = await decisions.oparl_objects(city.database, AT, "organizations")
    (ann,) = people
    assert (ann["name"], [m["role"] for m in ann["membership"]]) == (
        "Ann Ek", ["ordförande", "ersättare"],
    )  # fmt: skip
    addresses = {each["id"] for each in [*people, *seats, *boards]}
    for each in seats:
        assert each["type"] == "https://schema.oparl.org/1.1/Membership"
        assert {each["person"], each["organization"]} <= addresses
        assert "null" not in json.dumps(each)
    assert seats[0]["onBehalfOf"] in addresses
    assert [m["votingRight"] for m in seats] == [True, False]
    city.clock.advance(60)
    ended = msgspec.structs.replace(SEAT, end="2026-03-01")
    await seat(city, ended, msgspec.structs.replace(deputy, deleted=True))
    first, second = await decisions.oparl_objects(city.database, AT, "memberships")
    assert first["endDate"] == "2026-03-01"
    assert (second["deleted"], "role" in second) == (True, False)  # D1
    assert first["created"] < first["modified"]


async def test_votes_by_name_are_those_of_members_of_that_day(small_city: City) -> None:
    city = small_city
    by_name = msgspec.structs.replace(
        DECISION, counts=(), ballots=(Ballot(person="ek", option=Voice.NO),)
    )
    late = msgspec.structs.replace(SEAT, start="2026-05-21")
    for seated in ((), (late,)):
        await seat(city, *seated)
        with pytest.raises(InputInvalid) as refused:
            await record(city, by_name)
        assert refused.value.path == ("ballots",)
    await seat(city, SEAT)
    await record(city, by_name)
    (event,) = (await decisions.read_motion(city.database, by_name.id))["vote_events"]
    assert event["votes"] == [{"voter_id": "ek", "option": "no", "group_id": "torgpartiet"}]
    (meeting,) = await decisions.oparl_objects(city.database, AT, "meetings")
    assert meeting["participant"] == ["https://city.test/participation/oparl/person/ek"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": "a b"}, "key"),
        ({"person": ""}, "person"),
        ({"name": " "}, "name"),
        ({"start": "2022"}, "start"),
        ({"end": "2022-10-14"}, "end"),
    ],
)
async def test_a_seat_says_what_must_be_put_right(small_city: City, change, path) -> None:
    with pytest.raises(InputInvalid) as refused:
        await seat(small_city, msgspec.structs.replace(SEAT, **change))
    assert refused.value.path == (path,)
    assert await decisions.list_members(small_city.database) == []


async def test_every_address_that_is_named_can_be_read(small_city: City) -> None:
    """Objects by their own address over HTTP, and a proposal as the paper a decision answers (D3)."""
    city = small_city
    await seat(city, SEAT)
    asked = Proposal(
        id="p-1", title="Fler bänkar", text="Nu.", language="sv", author="", district="Farsta"
    )
    await city.database.transact(lambda tx: proposals.propose(tx, resident(1), asked))
    signed = "https://city.test/beslut.pdf"
    await record(
        city,
        msgspec.structs.replace(
            DECISION, document=signed, ballots=(Ballot(person="ek", option=Voice.YES),)
        ),
    )

    async def admit(_: object) -> Caller:
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([city.registrar], admit, city.clock)) as client:
        waiting, seen = ["/participation/oparl/system"], set()
        while waiting:
            address = waiting.pop().removeprefix(city.registrar.resources.address)
            if address in seen or not address.startswith("/participation/oparl/"):
                continue
            seen.add(address)
            answer = await client.get(address)
            assert answer.status_code == 200, address
            waiting += re.findall(r'"([^"]*/participation/oparl/[^"]*)"', answer.text)
    kinds = {address.split("/")[3].split("?")[0] for address in seen}
    assert {"person", "people", "membership", "memberships", "file", "proposal", "paper"} <= kinds


def test_popolo_counts_are_sums_over_parties():
    motion = oparl.popolo(DECISION, {})
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
