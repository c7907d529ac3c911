# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Rolls: whose vote it is, the register handed over, appeals, and figures too small to be told (E1, S1, Q1)."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import AsyncTestClient

from services.kit.graph import global_id
from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from services.kit.wire.subgraph import FetchRequest, OperationKind
from services.participation.actions import results
from services.participation.domain.bundles import stands, verify_bundle
from services.participation.domain.counting import REST, Turnout, check_quorum, shown, told_quorum
from services.participation.domain.elections import BallotKind, Election, Option
from services.participation.domain.polls import Eligible, Franchise, Quorum, QuorumKind
from services.participation.domain.refusals import Refused
from services.participation.domain.registers import Citizenship, Elector, is_eligible, roll_root
from services.participation.domain.tallies.catalogue import tally
from services.participation.store import polls as store
from tests.services.participation.city import OFFICER, City, make_poll, resident
from tests.services.participation.test_bundles import signed_again
from tests.support.services import context_of

pytestmark = pytest.mark.anyio
APPEAL = """mutation($i: AddToParticipationRollInput!) { addToParticipationRoll(input: $i) {
  poll { rollSize rollAdditions { number size root reason unit } } userErrors { code path } } }"""


@pytest.mark.parametrize(
    ("citizenship", "since", "may"),
    [
        (Citizenship.SWEDISH, None, "residents municipal citizens"),
        (Citizenship.EU_NORDIC, "2026-08-31", "residents municipal"),
        (Citizenship.OTHER, "2023-09-13", "residents municipal"),
        (Citizenship.OTHER, "2023-09-14", "residents"),
        (Citizenship.OTHER, None, "residents"),
        (None, "2000-01-01", "residents"),
    ],
)
def test_whose_vote_it_is(citizenship, since, may):  # include_foreigner_rights, vallagen 1 kap.
    elector = Elector(
        person="p", born="1990-01-01", district="Farsta", registered_from="2026-08-31",
        citizenship=citizenship, in_sweden_from=since,
    )  # fmt: skip
    rule = Eligible(qualifying_date="2026-09-13")
    found = [
        franchise.value
        for franchise in Franchise
        if is_eligible(msgspec.structs.replace(rule, franchise=franchise), elector)
    ]
    assert " ".join(found) == may


PERSON = {
    "person": "person-0", "born": "1990-01-01", "district": "Farsta",
    "registered_from": "2020-01-01", "citizenship": "eu-nordic",
}  # fmt: skip


async def put(city: City, caller: Caller, body: Any) -> Any:
    async def admit(_: object) -> Caller:
        return caller

    doors = rest_doors([city.registrar], admit, city.clock)
    async with AsyncTestClient(doors) as client:
        return await client.put("/participation/register", json=body)


async def test_the_register_is_handed_over(small_city: City) -> None:
    city = small_city
    service = Caller(kind=CallerKind.SERVICE, sub="residents")
    first = await put(city, service, {"electors": [PERSON, PERSON | {"person": "person-1"}]})
    assert (first.status_code, first.json()) == (200, {"electors": 2, "gone": 0})
    moved = PERSON | {"district": "Norrmalm", "in_sweden_from": "2019-01-01"}
    assert (await put(city, service, {"electors": [moved], "gone": ["person-1"]})).json() == {
        "electors": 1, "gone": 1,
    }  # fmt: skip
    (kept,) = await city.database.many(store.electors)
    assert (kept.district, kept.citizenship, kept.in_sweden_from) == (
        "Norrmalm", Citizenship.EU_NORDIC, "2019-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"born": "yesterday"}, 400),
        ({"registered_from": ""}, 400),
        ({"district": " "}, 400),
        ({"citizenship": "roman"}, 400),
        ({"person": None}, 400),
    ],
)
async def test_a_faulty_hand_over_changes_nothing(small_city: City, change, status) -> None:
    body = {"electors": [PERSON | {"person": "person-7"}, PERSON | change]}
    answer = await put(small_city, OFFICER, body)
    assert answer.status_code == status, answer.text
    assert answer.json()["code"]
    assert await small_city.database.many(store.electors) == []
    assert (await put(small_city, resident(1), {"electors": [PERSON]})).status_code == 403


async def ask(city: City, query: str, caller: Caller, **variables: Any) -> Any:
    kind = OperationKind.MUTATION if query.startswith("mutation") else OperationKind.QUERY
    request = FetchRequest(query=query, variables=variables, kind=kind)
    return await city.registrar.fetch(request, context_of(caller))


async def appeal(city: City, person: str, caller: Caller = OFFICER, **more: Any) -> Any:
    given = {
        "poll": global_id("ParticipationPoll", "poll-1"), "person": person,
        "reason": "Flytten var anmäld i tid.", "unit": "Valnämnden",
    } | more  # fmt: skip
    return await ask(city, APPEAL, caller, i=given)


async def test_an_appeal_is_the_one_way_onto_a_published_roll(city: City) -> None:  # E1
    await city.register(2)
    late = Elector(
        person="person-2", born="1980-05-01", district="Farsta", registered_from="2026-01-02"
    )
    await city.database.transact(
        lambda tx: tx.run(store.put_elector, **msgspec.structs.asdict(late))
    )
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    assert poll.roll_size == 2
    done = (await appeal(city, "person-2")).data["addToParticipationRoll"]
    assert done["userErrors"] == []
    (added,) = done["poll"]["rollAdditions"]
    roll = [each.pseudonym for each in await city.database.many(store.roll_of, poll=poll.id)]
    assert (added["number"], added["size"], added["root"]) == (1, 3, roll_root(roll))
    assert (done["poll"]["rollSize"], added["unit"]) == (2, "Valnämnden")
    assert "person-2" not in str(done)
    again = (await appeal(city, "person-2")).data["addToParticipationRoll"]
    assert again["userErrors"] == [{"code": "CONFLICT", "path": []}]
    await city.vote(poll, resident(2), {"kind": "approval", "choices": ["B"]})
    await city.close(poll.id)
    bundle = results.bundle_of(await city.outcome(poll.id))
    assert verify_bundle(bundle)
    assert [each.size for each in bundle.additions] == [3]
    hidden = signed_again(msgspec.structs.replace(bundle, additions=[]), city)
    with pytest.raises(Refused) as refused:
        verify_bundle(hidden)
    assert refused.value.code == "BUNDLE_TOO_MANY_BALLOTS"
    skipped = [msgspec.structs.replace(bundle.additions[0], size=4)]
    with pytest.raises(Refused) as refused:
        verify_bundle(signed_again(msgspec.structs.replace(bundle, additions=skipped), city))
    assert refused.value.code == "BUNDLE_ROLL_CHANGED"


async def test_an_appeal_needs_an_officer_a_reason_and_an_open_poll(small_city: City) -> None:
    await small_city.register(2)
    assert (await appeal(small_city, "person-0")).errors[0]["extensions"]["code"] == "NOT_FOUND"
    await small_city.open(make_poll(small_city.clock.now_ms()))
    refused = await appeal(small_city, "person-9", resident(9))
    assert refused.errors[0]["extensions"]["code"] == "FORBIDDEN"
    unknown = (await appeal(small_city, "person-9")).data["addToParticipationRoll"]["userErrors"]
    assert unknown[0]["code"] == "PARTICIPATION_NOT_ELIGIBLE"
    await small_city.register(3)
    silent = (await appeal(small_city, "person-2", reason=" ")).data["addToParticipationRoll"]
    assert silent["userErrors"][0]["code"] == "PARTICIPATION_SENTENCE_TOO_LONG"
    assert len(await small_city.database.many(store.roll_of, poll="poll-1")) == 2
    await small_city.close("poll-1")
    closed = (await appeal(small_city, "person-2")).data["addToParticipationRoll"]["userErrors"]
    assert closed[0]["code"] == "PARTICIPATION_POLL_NOT_OPEN"


districts = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 30), min_size=1)


@given(districts)
def test_no_figure_below_ten_is_told_nor_follows_from_the_others(issued):  # S1
    turnout = Turnout(roll=dict.fromkeys(issued, 40), issued=issued)
    told = shown(turnout)
    assert sum(told.issued.values()) == sum(issued.values())
    assert sum(told.roll.values()) == 40 * len(issued)
    assert len(told.issued) == 1 or min(told.issued.values()) >= 10
    apart = {name: n for name, n in told.issued.items() if name != REST}
    assert apart.items() <= issued.items()


async def test_small_districts_stand_together_live_and_in_the_bundle(small_city: City) -> None:
    city = small_city
    await city.register(24)
    people = [
        Elector(person=f"person-{n}", born="1980-05-01", district=district,
                registered_from="2010-01-01")
        for n, district in enumerate(["Farsta"] * 12 + ["Skarpnäck"] * 9 + ["Norrmalm"] * 3)
    ]  # fmt: skip
    rows = [msgspec.structs.asdict(each) for each in people]
    await city.database.transact(lambda tx: tx.run_each(store.put_elector, rows))
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    for n in range(24):
        await city.vote(poll, resident(n), {"kind": "approval", "choices": ["A"]})
    query = "query($id: ID!) { participationPoll(id: $id) { turnout { issued districts { district issued roll } } } }"
    key = global_id("ParticipationPoll", poll.id)
    told = (await ask(city, query, ANONYMOUS, id=key)).data["participationPoll"]["turnout"]
    assert told["issued"] == 24
    assert told["districts"] == [
        {"district": "", "issued": 12, "roll": 12},
        {"district": "Farsta", "issued": 12, "roll": 12},
    ]
    await city.close(poll.id)
    bundle = results.bundle_of(await city.outcome(poll.id))
    assert bundle.turnout == Turnout(roll={"Farsta": 12, "": 12}, issued={"Farsta": 12, "": 12})
    assert verify_bundle(bundle)


@pytest.mark.parametrize(
    ("quorum", "winner", "loser", "met"),
    [
        (Quorum(kind=QuorumKind.VOTE_SHARE, value=50), 20, 20, True),
        (Quorum(kind=QuorumKind.VOTE_SHARE, value=50, strictly=True), 20, 20, False),
        (Quorum(kind=QuorumKind.VOTE_SHARE, value=50, strictly=True), 21, 20, True),
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=50, of_roll=25), 25, 20, True),
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=50, of_roll=26), 25, 20, False),
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=60, of_roll=25), 25, 20, False),
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=50), 25, 20, True),  # frozen before `of_roll`
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=51), 25, 20, False),
        (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=50, of_roll=25, strictly=True), 25, 20, False),
        (Quorum(kind=QuorumKind.SHARE_OF_ROLL, value=50), 25, 20, True),
        (Quorum(kind=QuorumKind.SHARE_OF_ROLL, value=51), 25, 20, False),
        (Quorum(kind=QuorumKind.SHARE_PER_DISTRICT, value=40), 25, 20, True),
        (Quorum(kind=QuorumKind.SHARE_PER_DISTRICT, value=41), 25, 20, False),
        (Quorum(kind=QuorumKind.COUNT, value=50), 25, 20, True),
        (Quorum(kind=QuorumKind.COUNT, value=50, strictly=True), 25, 20, False),
    ],
)  # fmt: skip
def test_conditions_are_compared_exactly(
    quorum, winner, loser, met
):  # Q1, Q2; 5 blank, 100 on the roll
    election = Election(
        options=(Option(id="yes"), Option(id="no")), kind=BallotKind.CHOOSE_ONE,
        weights=[winner, loser], picks=[(0,), (1,)], blank=5,
    )  # fmt: skip
    turnout = Turnout(roll={"A": 50, "B": 50}, issued={"A": 20, "B": 30})
    poll = make_poll(0, quorum=(quorum,))
    (told,) = check_quorum(poll, turnout, election, tally(election, "plurality"))
    assert told.met is met
    if quorum.kind is QuorumKind.DOUBLE_MAJORITY:
        assert (told.reached, told.of_roll_reached) == (55, 25 if quorum.of_roll else 50)


def test_a_small_district_is_judged_by_its_own_share_though_it_is_told_among_others():  # Q3, S1
    election = Election(
        options=(Option(id="yes"), Option(id="no")), kind=BallotKind.CHOOSE_ONE,
        weights=[400, 102], picks=[(0,), (1,)],
    )  # fmt: skip
    raw = Turnout(roll={"A": 30, "B": 1000}, issued={"A": 2, "B": 500})
    poll = make_poll(0, quorum=(Quorum(kind=QuorumKind.SHARE_PER_DISTRICT, value=20),))
    result = tally(election, "plurality")
    (joined,) = check_quorum(poll, shown(raw), election, result)
    (told,) = told_quorum(poll, shown(raw), raw, election, result)
    assert (joined.reached, joined.met) == (48, True)
    assert (told.reached, told.met) == (48, False)
    again, signed = (msgspec.to_builtins(each) for each in (joined, told))
    assert stands(again, again)
    assert stands(signed, again)
    assert not stands(again, signed)
    assert not stands(signed | {"reached": 47}, again)
