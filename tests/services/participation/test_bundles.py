# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A whole vote from roll to verified bundle; one byte changed is found; open data comes back (V1-V4)."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.wire.tokens.compact import decode
from services.participation.actions import issuing, results
from services.participation.actions.rolls import import_electors
from services.participation.domain.bundles import Bundle, read_bundle, verify_bundle, write_bundle
from services.participation.domain.formats.pb_writing import Voter, suppressed
from services.participation.domain.formats.reading import read_election
from services.participation.domain.polls import Choice, PollKind, Secrecy
from services.participation.domain.refusals import Refused
from services.participation.domain.registers import Elector
from services.participation.domain.tallies.catalogue import tally
from tests.services.participation.city import OFFICER, City, make_poll, opened_city, resident

pytestmark = pytest.mark.anyio
FIRST_EDITION = Path(__file__).with_name("first_edition.json")
COSTS = {"A": 45, "B": 25, "C": 20, "D": 10, "E": 15, "F": 45}
BALLOTS = ["DC", "ABC", "AB", "C", "ADE", "F", "EF", "BDF", "ACD", "CF"]


async def vote_on_budget(city: City, rule: str = "equal-shares-add1") -> results.Published:
    await city.register(12)
    poll = make_poll(
        city.clock.now_ms(),
        kind=PollKind.APPROVAL,
        choices=tuple(Choice(id=c, title={"sv": f"Park {c}"}, cost=n) for c, n in COSTS.items()),
        budget=100,
        rule=rule,
    )
    opened = (await city.open(poll)).poll
    for number, choices in enumerate(BALLOTS):
        ballot = {"kind": "approval", "choices": sorted(choices)}
        held = await city.token(opened, resident(number))
        if number == 0:
            await city.vote(opened, resident(0), {"kind": "approval", "choices": ["F"]}, held)
        await city.vote(opened, resident(number), ballot, held)
    await city.close(poll.id)
    await city.outcome(poll.id)
    return await results.read_published(city.database, poll.id)


@pytest.fixture
async def published(small_city: City) -> results.Published:
    return await vote_on_budget(small_city)


async def test_from_roll_to_verified_bundle(city: City) -> None:
    published = await vote_on_budget(city)
    bundle = results.bundle_of(published.outcome)
    assert verify_bundle(bundle) == ["signature", "board", "entries", "count"]
    assert bundle.result["winners"] == ["C", "D", "F"]  # the sheet's golden outcome
    assert [line.superseded for line in bundle.entries].count(True) == 1
    reasons = results.why(published.row.body, published.outcome)
    assert sorted(reasons) == sorted(COSTS)


async def test_the_command_verifies_offline_and_finds_one_changed_byte(
    published: results.Published, tmp_path: Path
) -> None:  # V2
    data = published.outcome.bundle.encode()
    assert run_verify(tmp_path, data).returncode == 0
    chance = random.Random(4)
    broken = bytearray(data)
    place = chance.randrange(len(data))
    broken[place] ^= 1 << chance.randrange(7)
    found = run_verify(tmp_path, bytes(broken))
    assert found.returncode == 2
    assert b"BUNDLE_" in found.stderr


async def test_any_changed_byte_is_found(published: results.Published) -> None:
    data = published.outcome.bundle.encode()
    chance = random.Random(5)
    for _ in range(300):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        if bytes(broken) == data:
            continue
        with pytest.raises((Refused, ValueError, KeyError, TypeError)):
            verify_bundle(read_bundle(bytes(broken)))


def test_a_bundle_of_the_first_edition_stays_readable_as_it_was_signed() -> None:
    """The file was written before bundles told of franchise, additions and shares of the whole roll."""
    data = FIRST_EDITION.read_bytes()
    bundle = read_bundle(data)
    assert verify_bundle(bundle) == ["signature", "board", "entries", "count"]
    assert [each["met"] for each in bundle.quorum] == [True, True, False, True, True]
    for old, new in (
        (b'"version":1', b'"version":2'),
        (b'"version":1', b'"version":3'),
        (b'"met":false', b'"met":true'),
    ):
        with pytest.raises(Refused):
            verify_bundle(read_bundle(data.replace(old, new)))


def run_verify(folder: Path, data: bytes) -> subprocess.CompletedProcess[bytes]:
    path = folder / "bundle.json"
    path.write_bytes(data)
    return subprocess.run(
        [sys.executable, "-m", "gateway.city.cli", "participation", "verify", str(path)],
        capture_output=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip


async def test_a_registrar_who_lies_is_found_whatever_he_signs(
    published: results.Published, small_city: City
) -> None:
    bundle = results.bundle_of(published.outcome)
    lies = {
        "BUNDLE_RESULT_WRONG": {"result": {**bundle.result, "winners": ["A"]}},
        "BUNDLE_BOARD_INCOMPLETE": {"entries": bundle.entries[:-1]},
        "BUNDLE_BOARD_CHANGED": {"entries": [bundle.entries[-1], *bundle.entries[1:-1], bundle.entries[0]]},
        "BUNDLE_ENTRY_CHANGED": {"entries": [other_choice(bundle), *bundle.entries[1:]]},
        "BUNDLE_COUNTED_TWICE": {"entries": [msgspec.structs.replace(e, superseded=False) for e in bundle.entries]},
        "BUNDLE_SEED_UNEXPECTED": {"seed": "00" * 32},
        "BUNDLE_TOO_MANY_BALLOTS": {"turnout": msgspec.structs.replace(bundle.turnout, issued={"Norrmalm": 1})},
        "BUNDLE_KEY_TAGGED": {"poll": msgspec.structs.replace(bundle.poll, fingerprint="00")},
        "BUNDLE_HEAD_INVALID": {"heads": [msgspec.structs.replace(h, batch=9) for h in bundle.heads]},
    }  # fmt: skip
    for code, change in lies.items():
        with pytest.raises(Refused) as refused:
            verify_bundle(signed_again(msgspec.structs.replace(bundle, **change), small_city))
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        verify_bundle(bundle, registrar_key="00" * 32)
    assert refused.value.code == "BUNDLE_KEY_UNEXPECTED"


def other_choice(bundle: Bundle):
    line = bundle.entries[0]
    return msgspec.structs.replace(
        line, opening={**line.opening, "ballot": {"kind": "approval", "choices": ["E"]}}
    )


def signed_again(bundle: Bundle, city: City) -> Bundle:
    from services.participation.actions.secrets import registrar_key  # noqa: PLC0415
    from services.participation.domain import bundles  # noqa: PLC0415

    key = registrar_key(city.folder)
    return msgspec.structs.replace(bundle, sig=key.sign(bundles._signed_bytes(bundle)).hex())


async def test_recounting_the_export_gives_the_same(
    published: results.Published, small_city: City
) -> None:
    text = await results.as_pb(small_city.database, published)
    assert "voter_id;vote\n" in text  # of a secret ballot nobody knows whose it is
    election = read_election(text)
    again = tally(election, published.row.body.rule)
    assert [election.options[p].id for p in again.winners] == ["C", "D", "F"]
    assert election.voters == len(BALLOTS)
    assert results.as_csv(published).splitlines()[1] == 'A,"Park A",45,0,'


async def test_every_kind_of_ballot_is_counted(tmp_path: Path) -> None:
    ballots = {
        PollKind.SINGLE: ({"kind": "single", "choices": ["B"]}, {}),
        PollKind.SCORE: ({"kind": "score", "points": {"A": 1, "B": 3}}, {"most_points": 5}),
        PollKind.DOTS: ({"kind": "dots", "points": {"B": 4}}, {"points": 5}),
        PollKind.RANKED: ({"kind": "ranked", "choices": [["B"], ["A", "C"]]}, {}),
        PollKind.ORDINAL: ({"kind": "ordinal", "choices": ["B", "A"]}, {}),
        PollKind.KNAPSACK: ({"kind": "knapsack", "choices": ["B"]}, {"budget": 10}),
    }
    async with opened_city("sqlite://", tmp_path) as city:
        await city.register(1)
        for kind, (ballot, extra) in ballots.items():
            choices = tuple(Choice(id=c, title={"sv": c}, cost=7) for c in "ABC")
            poll = make_poll(
                city.clock.now_ms(), id=f"poll-{kind}", kind=kind, choices=choices, **extra
            )
            opened = (await city.open(poll)).poll
            await city.vote(opened, resident(0), ballot)
            await city.close(poll.id)
            outcome = await city.outcome(poll.id)
            assert outcome.result["record"]["winners"] == ["B"], kind
            bundle = results.bundle_of(outcome)
            assert write_bundle(bundle) == outcome.bundle.encode()
            assert verify_bundle(bundle)
            if kind is not PollKind.RANKED:
                done = await results.read_published(city.database, poll.id)
                assert read_election(await results.as_pb(city.database, done)).voters == 1


async def test_a_pseudonymous_poll_tells_ages_only_of_five_alike(small_city: City) -> None:  # 4.3
    city = small_city
    await city.register(12)
    old = [
        Elector(person=f"person-{n}", born="1931-05-01", district="Farsta",
                registered_from="2010-01-01")
        for n in range(7, 12)
    ]  # fmt: skip
    await city.database.transact(lambda tx: import_electors(tx, OFFICER, old))
    thin = make_poll(city.clock.now_ms(), secrecy=Secrecy.PSEUDONYMOUS)
    poll = (await city.open(thin)).poll
    for n in range(12):
        right = await issuing.issue_assisted(city.database, resident(n), poll.id, city.folder)
        held = (decode(right.serial), decode(right.sig))
        await city.vote(poll, resident(n), {"kind": "approval", "choices": ["A"]}, held)
    await city.close(poll.id)
    await city.outcome(poll.id)
    text = await results.as_pb(city.database, await results.read_published(city.database, poll.id))
    header, *rows = [line.split(";") for line in text.partition("VOTES\n")[2].splitlines()]
    assert header == ["voter_id", "vote", "age", "district"]
    told = sorted((age, district) for _, _, age, district in rows)
    assert told == [("40-49", "Norrmalm")] * 7 + [("90-99", "Farsta")] * 5
    assert read_election(text).voters == 12


def test_a_lone_voter_is_not_the_only_blank_row():
    many, more, lone = Voter(age="a", district="x"), Voter(age="b", district="x"), Voter(age="c")
    assert suppressed([many] * 20 + [more] * 5 + [lone]) == [many] * 20 + [Voter()] * 6
    assert suppressed([many] * 20 + [lone]) == [Voter()] * 21
    assert suppressed([many] * 20) == [many] * 20


voters = st.lists(st.builds(Voter, age=st.sampled_from("ab"), district=st.sampled_from("xyz")))


@given(voters)
def test_whatever_is_told_is_told_of_five(rows):
    told = suppressed(rows)
    assert all(n >= 5 for n in Counter(told).values()) or set(told) == {Voter()}
    assert all(a in (b, Voter(age=b.age), Voter()) for a, b in zip(told, rows, strict=True))
