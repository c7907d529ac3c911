# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""My data over all services: downloaded, planned, erased, proved (security V4; cityinfo 4.5)."""

import json

import msgspec
import pytest

from services.identity import service as identity_service
from services.kit.bus.local import LocalBus
from services.kit.clock import ManualClock
from services.kit.data import define, insert
from services.kit.privacy.desk import Question
from services.kit.privacy.envelope import open_envelope
from services.kit.privacy.retention import hold
from services.kit.roster import announce
from services.kit.running import open_service
from services.kit.service import Room
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.cloudevents import Event
from services.kit.wire.tokens.keys import KeySet
from services.kit.wire.tokens.signed import verify_compact
from services.parking import service as parking_service
from services.parking.store.permits import permit, permit_refund
from services.residents import service as residents_service
from tests.support.services import Asked

pytestmark = pytest.mark.anyio

ME = Caller(kind=CallerKind.RESIDENT, sub="demo-amina", loa=3, auth_time=1_767_225_600)
DOWNLOAD = "mutation { downloadMyData { json page manifest complete missing } }"
DELETE = (
    "mutation($d: Boolean!) { deleteMyData(dryRun: $d) { complete proof results { service dryRun success "
    "outcomes { what action count law until reason { value } } errors { code message { lang text } } } } }"
)


class Town:
    """Three services on one bus, as one process has them."""

    def __init__(self, running, bus, clock, folder):
        self.running = running
        self.bus = bus
        self.clock = clock
        self.folder = folder
        self.residents = Asked(running["residents"], clock)

    async def ask(self, query, caller=ME, **more):
        return await self.residents.ask(query, caller, **more)


@pytest.fixture
async def town(tmp_path):
    announce(("residents", "parking", "identity"))
    clock, bus, running = ManualClock(), LocalBus(), {}
    for manifest in (residents_service, parking_service, identity_service):
        running[manifest.name] = await open_service(
            manifest, database_url=f"sqlite:///{tmp_path}", bus=bus, clock=clock, folder=tmp_path
        )
        if manifest.has(Room.DEMO):
            await running[manifest.name].resources.database.transact(manifest.load(Room.DEMO))
        await running[manifest.name].start()
    yield Town(running, bus, clock, tmp_path)
    announce(())
    for each in running.values():
        await each.stop()


ADD_PERMIT = define(insert(permit))
ADD_REFUND = define(insert(permit_refund))


async def parked(town):
    """Amina has had a permit, and some money back."""

    async def unit(tx):
        await tx.run(
            ADD_PERMIT,
            id="p1",
            owner="demo-amina",
            kind="resident",
            area="a",
            plate_key="k",
            epoch=1,
            start_day=1,
            end_day=2,
            primary_permit=None,
            month_ore=1,
            status="ended",
            version=1,
            changed_at=tx.now,
            wanted_area=None,
            plate_sealed=None,
        )
        await tx.run(ADD_REFUND, permit="p1", gross_ore=5, vat_ore=1, months=1, at=tx.now)

    await town.running["parking"].resources.database.transact(unit)


async def test_the_download_holds_all_services_and_is_signed(town):
    await parked(town)
    answer = await town.ask(DOWNLOAD, locale="en")
    got = answer.data["downloadMyData"]
    assert (got["complete"], got["missing"]) == (True, [])
    tree = {each["key"]: each["children"] for each in json.loads(got["json"])["children"]}
    assert set(tree) == {"RESIDENTS", "PARKING", "IDENTITY"}
    assert {table["key"] for table in tree["PARKING"]} == {"PERMIT", "PERMIT_REFUND"}
    assert "Amina Haddad" in got["json"]
    assert "Ingrid" not in got["json"]
    assert '<html lang="en" dir="ltr">' in got["page"]
    assert "Amina Haddad" in got["page"]
    assert "<script" not in got["page"]
    signer = open_envelope(town.folder).signing.verifier
    claims = verify_compact(got["manifest"], KeySet([signer]), typs=("torget-proof+jwt",))
    assert claims["services"] == ["identity", "parking", "residents"]


async def test_nothing_is_erased_before_its_meaning_was_seen(town):
    answer = await town.ask(DELETE, d=False)
    assert answer.errors[0]["extensions"]["code"] == "CONFLICT"


async def test_a_dry_run_changes_nothing_and_erasing_does_what_it_said(town):
    await parked(town)
    planned = (await town.ask(DELETE, d=True)).data["deleteMyData"]
    assert planned["complete"]
    before = (await town.ask("{ me { name } }")).data
    assert before["me"]["name"] == "Amina Haddad"
    done = (await town.ask(DELETE, d=False, locale="en")).data["deleteMyData"]
    by_service = {each["service"]: each for each in done["results"]}
    outcomes = {each["what"]: each for each in by_service["residents"]["outcomes"]}
    assert (outcomes["RESIDENT"]["action"], outcomes["RESIDENT"]["count"]) == ("delete", 1)
    kept = {each["what"]: each for each in by_service["parking"]["outcomes"]}["PERMIT"]
    assert kept["action"] == "keep"
    assert kept["law"].startswith("Bokföringslagen")
    assert str(kept["until"]).startswith("2032-12")
    assert "must be kept until" in kept["reason"]["value"].lower()
    assert (await town.ask("{ me { name contactWays { address } } }")).data["me"] == {
        "name": None, "contactWays": [],
    }  # fmt: skip
    elder = msgspec.structs.replace(ME, sub="demo-elder")
    assert (await town.ask("{ me { name } }", elder)).data["me"]["name"] == "Ingrid Lindqvist"
    signer = open_envelope(town.folder).signing.verifier
    proof = verify_compact(done["proof"], KeySet([signer]), typs=("torget-proof+jwt",))
    assert proof["counts"]["residents"]["RESIDENT"] == {"action": "delete", "count": 1}


async def test_both_need_a_fresh_sign_in_and_ones_own_hands(town):  # security A3
    stale = msgspec.structs.replace(ME, auth_time=ME.auth_time - 301)
    for query, more in ((DOWNLOAD, {}), (DELETE, {"d": True})):
        answer = await town.ask(query, stale, **more)
        assert answer.errors[0]["extensions"]["code"] == "STEP_UP_REQUIRED"


async def test_a_service_that_does_not_answer_is_named_with_a_reason(town, monkeypatch):
    monkeypatch.setattr("services.residents.graph.rights.WAIT_ROUNDS", 3)
    announce(("residents", "parking", "identity", "care"))
    answer = (await town.ask(DELETE, d=True)).data["deleteMyData"]
    silent = {each["service"]: each for each in answer["results"]}.get("care")
    if silent is not None:  # the service of care says by its rooms whether it keeps people
        assert not answer["complete"]
        assert silent["errors"][0]["code"] == "SERVICE_GDPR_API_REQUEST_ERROR"


async def test_an_answer_for_somebody_elses_request_is_not_taken(town):
    told = {"request": "unknown", "service": "parking", "success": True}
    await town.bus.publish(
        Event(
            id="e1", source="x", type="parking.rights.told", subject="demo-amina", time=1, data=told
        )
    )
    answer = await town.ask(DOWNLOAD)
    assert answer.data["downloadMyData"]["complete"]


async def test_a_question_asked_again_is_answered_again_and_kept_once(town):
    await town.ask(DOWNLOAD)
    question = Question(request="again", kind="export")
    for number in range(2):
        await town.running["parking"].privacy.answer(
            Event(
                id=f"q{number}",
                source="x",
                type="residents.rights.asked",
                subject="demo-amina",
                time=1,
                data=msgspec.to_builtins(question),
            )
        )


async def test_a_legal_hold_stops_erasure(town):  # security V9
    await hold(town.running["residents"].resources.database, "demo-amina", "rättegång 1234")
    await town.ask(DELETE, d=True)
    done = (await town.ask(DELETE, d=False)).data["deleteMyData"]
    result = {each["service"]: each for each in done["results"]}["residents"]
    assert {(each["action"], each["law"]) for each in result["outcomes"]} == {
        ("keep", "rättegång 1234")
    }
    assert (await town.ask("{ me { name } }")).data["me"]["name"] == "Amina Haddad"


async def test_export_and_erasure_are_on_record_in_every_service(town):  # security L1
    await town.ask(DOWNLOAD)
    for name in ("parking", "identity"):
        running = town.running[name]
        seen = await running.resources.audit.seen(running.resources.database, "demo-amina")
        assert [each.action for each in seen] == [f"{name}.rights.export"]


async def test_what_each_service_last_told_stands_in_one_list(town):
    asked = "{ me { dataRights { service title { language } lastDownload lastPlan outcomes { what action count law } } } }"
    before = (await town.ask(asked, locale="so")).data["me"]["dataRights"]
    assert [one["service"] for one in before] == ["identity", "parking", "residents"]
    assert {one["title"]["language"] for one in before} == {"so"}
    assert all(
        one["lastDownload"] is one["lastPlan"] is None and one["outcomes"] == [] for one in before
    )
    await town.ask(DOWNLOAD)
    plan = (await town.ask(DELETE, d=True)).data["deleteMyData"]["results"]
    after = (await town.ask(asked)).data["me"]["dataRights"]
    assert all(one["lastDownload"] and one["lastPlan"] for one in after)
    told = {one["service"]: [each["what"] for each in one["outcomes"]] for one in after}
    assert told == {one["service"]: [each["what"] for each in one["outcomes"]] for one in plan}
    assert any(told.values())
    stranger = Caller(kind=CallerKind.RESIDENT, sub="somebody-else", loa=3, auth_time=1_767_225_600)
    theirs = (await town.ask(asked, stranger)).data["me"]["dataRights"]
    assert all(one["lastPlan"] is None for one in theirs)
