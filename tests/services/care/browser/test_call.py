# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real call between two real browsers, through the city's own graph and a real TURN server (video 6)."""

import time
from collections.abc import Iterator

import pytest

from services.care.domain.turn import turn_credential, turn_username
from tests.services.care.browser.talks import FLOWS, LIVE, Talk
from tests.services.care.browser.turn_server import SECRET, TurnServer
from tests.support.browser import Browser, chromium
from tests.support.city import RunningCity, one_process

pytestmark = pytest.mark.xdist_group("calls")


@pytest.fixture(scope="module")
def turn(tmp_path_factory) -> Iterator[TurnServer]:
    server = TurnServer(tmp_path_factory.mktemp("turn"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def city(tmp_path_factory, turn) -> Iterator[RunningCity]:
    folder = tmp_path_factory.mktemp("city")
    settings = {
        "services": "residents,identity,care",
        "care_ice_urls": turn.url,
        "care_turn_secret": SECRET,
    }
    with one_process(folder, **settings) as running:
        yield running


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("browser")) as running:
        yield running


def test_a_call_goes_straight_from_browser_to_browser(city, browser):
    with Talk(city).call(browser) as (mother, nurse):
        for side in (mother, nurse):
            flow = side.until(FLOWS)
            assert {flow["local"], flow["remote"]} <= {"host", "prflx"}
            assert side.run("page.call.errors") == []


def test_a_call_through_the_relay_alone(city, browser):
    # video V10: the peer never sees an address of hers
    with Talk(city).call(browser, relay=True) as (mother, nurse):
        for side in (mother, nurse):
            flow = side.until(FLOWS)
            assert flow["local"] == "relay"
        nurse.click("#hangup")
        mother.until("page.call.state === 'ended'")


JITTER = """(() => {
  const ask = page.graph.ask.bind(page.graph);
  page.graph.ask = async (query, variables) => {
    if (query.includes("sendCallSignal")) await new Promise((go) => setTimeout(go, Math.random() * 150));
    return ask(query, variables);
  };
  return true;
})()"""


@pytest.mark.parametrize("relay", [False, True], ids=["direct", "relay"])
def test_signals_that_overtake_each_other_do_no_harm(city, browser, relay):
    # video V1, V2
    talk = Talk(city)
    with talk.pages(browser, relay=relay) as (mother, nurse):
        for side in (mother, nurse):
            side.until("!!globalThis.page && !!page.state")
            side.run(JITTER)
        mother.click("#enter")
        nurse.click("#admit")
        for side in (mother, nurse):
            side.until(FLOWS)
            assert side.run("page.call.errors") == []


def frames(side) -> int:
    return side.run("(async () => (await page.call.measure()).frames)()")


def more_frames(side) -> None:
    seen = frames(side)
    side.until(f"(async () => (await page.call.measure()).frames > {seen + 15})()")


def test_the_picture_outlives_the_city_and_finds_it_again(city, browser):
    # video V3, V6, V7: kill -9 of signalling, then an ICE restart in a new epoch
    with Talk(city).call(browser) as (mother, nurse):
        for side in (mother, nurse):
            side.until(FLOWS)
        before = [
            side.run(
                "[page.call.epoch, page.call.pc.localDescription.sdp.match(/ice-ufrag:(\\S+)/)[1]]"
            )
            for side in (mother, nurse)
        ]
        city.kill()
        for side in (mother, nurse):
            more_frames(side)
            assert side.run("page.call.state") == "connected"
        city.start_again()
        for side, (epoch, _) in zip((mother, nurse), before, strict=True):
            side.until(f"page.call.epoch !== '{epoch}'")
        nurse.run("page.call.restart()")
        for side, (_, ufrag) in zip((mother, nurse), before, strict=True):
            side.until(f"(async () => (await page.call.measure()).ufrag !== '{ufrag}')()")
            side.until(LIVE)
            more_frames(side)


def test_the_call_comes_back_after_its_relay_has_died(city, browser, turn):
    # video V7
    with Talk(city).call(browser, relay=True) as (mother, nurse):
        for side in (mother, nurse):
            side.until(FLOWS)
        turn.kill()
        for side in (mother, nurse):
            side.until("page.call.state === 'reconnecting'")
        turn.start()
        nurse.run("page.call.restart()")
        mother.run("page.call.renew()")
        for side in (mother, nurse):
            side.until(LIVE)
            more_frames(side)


def test_calling_off_reaches_whoever_waits_and_staff(city, browser):
    # care C2
    talk = Talk(city)
    with talk.pages(browser) as (mother, nurse):
        mother.click("#enter")
        nurse.until("page.waiting === 1")
        talk.change("cancelConsultation", talk.staff)
        for side in (mother, nurse):
            side.until("page.state === 'CANCELLED'")
            assert side.run("page.call") is None


def test_a_second_call_in_the_same_consultation(city, browser):
    # care C3
    talk = Talk(city)
    with talk.call(browser) as (mother, nurse):
        nurse.click("#hangup")
        for side in (mother, nurse):
            side.until("page.state === 'ENDED' && page.call.state === 'ended'")
        talk.change("callAgainInConsultation", talk.staff)
        for side in (mother, nurse):
            side.until(LIVE)
            side.until(FLOWS)


REFUSED_BY_TURN = """(async () => {
  const codes = [], kinds = [];
  const pc = new RTCPeerConnection({iceServers: [{urls: %r, username: %r, credential: %r}],
    iceTransportPolicy: "relay"});
  pc.onicecandidateerror = (error) => codes.push(error.errorCode);
  pc.onicecandidate = ({candidate}) => candidate && kinds.push(candidate.type);
  pc.addTransceiver("audio");
  await pc.setLocalDescription();
  await new Promise((done) => {
    pc.onicegatheringstatechange = () => pc.iceGatheringState === "complete" && done();
  });
  pc.close();
  return {codes, kinds};
})()"""


@pytest.mark.parametrize("life", [600, -60], ids=["wrong secret", "expired"])
def test_the_relay_refuses_a_credential_that_does_not_hold(city, browser, turn, life):
    # video 6, V8
    username = turn_username("S", "p", expires_at=int(time.time()) + life)
    secret = SECRET if life < 0 else "another-secret"
    script = REFUSED_BY_TURN % (turn.url, username, turn_credential(secret, username))
    with browser.page(f"http://127.0.0.1:{city.port}/care/call") as page:
        found = page.run(script)
    assert 401 in found["codes"]
    assert found["kinds"] == []


def test_whoever_was_not_let_in_gets_no_servers_and_no_signals(city):
    talk = Talk(city)
    answer = city.ask(
        'mutation { openCall(input: {consultationId: "%s"}) { session { id } userErrors { code } } }'
        % talk.id,
        token=talk.resident,
    )
    assert answer["data"]["openCall"] == {
        "session": None,
        "userErrors": [{"code": "CARE_NOT_ADMITTED"}],
    }
    other = city.ask(
        'mutation { openCall(input: {consultationId: "%s"}) { session { id } userErrors { code } } }'
        % talk.id,
        token=city.token("nightstaff"),
    )
    assert other["errors"][0]["extensions"]["code"] == "NOT_FOUND"
