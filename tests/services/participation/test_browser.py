# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A whole budget vote on demo data in a real browser, from roll to verified bundle (issue 8, S8, S10)."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from services.kit.crypto import blind
from services.participation.demo import POLL
from tests.services.participation.browser import chromium
from tests.support.city import RunningCity, one_process

pytestmark = pytest.mark.anyio

CHECK_ENCODING = """(async () => {
  const m = await import('/participation/client/ballot.js');
  const key = { n: BigInt('0x%s'), e: 65537n, size: 256 };
  const encoded = await m.encode(m.fromHex('%s'), key.n.toString(2).length - 1, m.fromHex('%s'));
  return { encoded: m.toHex(encoded), fingerprint: await m.fingerprint(key),
           canonical: m.canonical({ b: [1, 'å'], a: { d: 2, c: [] } }) };
})()"""

VOTE = """(async () => {
  const m = await import('/participation/client/ballot.js');
  const place = await m.open('', %s);
  const token = await m.fetchToken(place, { authorization: 'Bearer %s' });
  const first = await m.cast(place, token, { kind: 'approval', choices: ['skate'] });
  const last = await m.cast(place, token, { kind: 'approval', choices: ['bankar', 'odling'] }, { waitMs: 50 });
  let refused = null;
  try { await m.cast(place, token, { kind: 'approval', choices: ['slott'] }); } catch (e) { refused = e.code; }
  let again = null;
  try { await m.fetchToken(place, { authorization: 'Bearer %s' }); } catch (e) { again = e.code; }
  let named = null;
  const answer = await fetch('/ballotbox/' + %s + '/ballots', { method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer %s' },
    body: JSON.stringify({ ...token, ballot: { kind: 'approval', choices: [] }, nonce: m.toBase64(new Uint8Array(32)) }) });
  named = (await answer.json()).code;
  return { secrecy: place.secrecy, first: first.leaf, last: last.leaf, refused, again, named };
})()"""

ON_BOARD = """(async () => {
  const m = await import('/participation/client/ballot.js');
  const place = await m.open('', %s);
  return [await m.isOnBoard(place, '%s'), await m.isOnBoard(place, '%s')];
})()"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with one_process(tmp_path_factory.mktemp("city")) as city:
        yield city


async def until(city: RunningCity, path: str) -> str:
    for _ in range(600):
        status, body = await asyncio.to_thread(city.request, "GET", path)
        if status == 200:
            return body
        await asyncio.sleep(0.1)
    raise TimeoutError(path)


async def test_a_whole_budget_vote_in_the_browser(running: RunningCity, tmp_path: Path) -> None:
    poll = json.dumps(POLL)
    await until(running, f"/ballotbox/{POLL}")
    tokens = {name: running.token(name) for name in ("amina", "elder", "officer")}
    async with chromium(tmp_path) as page:
        await page.goto(f"http://127.0.0.1:{running.port}/participation/client/page")
        key, salt = blind.PrivateKey.generate().public, bytes(range(48))
        message = bytes(range(32))
        told = await page.evaluate(CHECK_ENCODING % (f"{key.n:x}", message.hex(), salt.hex()))
        assert told["encoded"] == blind.encode(message, key.n.bit_length() - 1, salt).hex()
        assert told["fingerprint"] == key.fingerprint
        assert told["canonical"] == '{"a":{"c":[],"d":2},"b":[1,"å"]}'
        votes = {}
        for name in ("amina", "elder"):
            given = (poll, tokens[name], tokens[name], poll, tokens[name])
            votes[name] = await page.evaluate(VOTE % given)
        for voted in votes.values():
            assert voted["secrecy"] == "secret"
            assert voted["first"] != voted["last"]
            assert voted["refused"] == "BALLOT_UNKNOWN_OPTION"
            assert voted["again"] == "PARTICIPATION_ALREADY_ISSUED"
            assert voted["named"] == "BALLOT_WITH_IDENTITY"
        closed = running.ask(
            "mutation($id: ID!) { closeParticipationPoll(poll: $id) { userErrors { code } poll { state result { rule } } } }",
            token=tokens["officer"], variables={"id": poll_id(running)},
        )  # fmt: skip
        assert closed["data"]["closeParticipationPoll"]["userErrors"] == []
        bundle = await until(running, f"/participation/polls/{POLL}/bundle")
        leaves = votes["amina"]
        on_board = await page.evaluate(ON_BOARD % (poll, leaves["first"], leaves["last"]))
        assert on_board == [True, True]
    path = tmp_path / "bundle.json"
    path.write_text(bundle, encoding="utf-8")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "gateway.city.cli", "participation", "verify", str(path)],
        capture_output=True, check=False, text=True, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {"bankar", "odling"} <= set(done.stdout.split())
    shown = running.ask(
        "query($id: ID!) { participationPoll(id: $id) { title { value } turnout { roll issued } "
        "result { winners voters binds verdicts { key place why { value language } } } } }",
        language="en", variables={"id": poll_id(running)},
    )  # fmt: skip
    result = shown["data"]["participationPoll"]
    assert result["title"]["value"] == "Participatory budget 2026"
    assert result["turnout"]["issued"] == 2
    assert result["result"]["binds"]
    assert {"bankar", "odling"} <= set(result["result"]["winners"])
    assert len(result["result"]["verdicts"]) == 6


def poll_id(city: RunningCity) -> str:
    nodes = city.ask("{ participationPolls { nodes { id key } } }")["data"]["participationPolls"][
        "nodes"
    ]
    return next(node["id"] for node in nodes if node["key"] == POLL)
