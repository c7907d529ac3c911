# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The registrar: who may vote, once, over every channel; keys, quorum, the close (E1-E3, S1-S5, Q1)."""

import asyncio

import msgspec
import pytest

from services.kit.crypto import blind
from services.kit.errors import (
    Forbidden,
    InputInvalid,
    Problem,
    StepUpRequired,
    StorageUnavailable,
)
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.tokens.compact import decode, encode
from services.participation.actions import closing, issuing, polls, results
from services.participation.actions.issuing import AtDesk, Channel
from services.participation.actions.secrets import read_secrets
from services.participation.domain.polls import (
    Choice,
    Eligible,
    PollKind,
    Quorum,
    QuorumKind,
    Secrecy,
)
from services.participation.domain.registers import Elector, make_roll, roll_root
from services.participation.store import polls as store
from tests.services.participation.city import DAY, OFFICER, City, make_poll, resident

pytestmark = pytest.mark.anyio


def approve(*choices: str) -> dict:
    return {"kind": "approval", "choices": list(choices)}


async def code(work) -> str:
    with pytest.raises(Problem) as problem:
        await work
    return problem.value.code


async def test_two_hundred_parallel_requests_issue_exactly_one(city: City) -> None:  # E2
    await city.register(1)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    key = blind.PublicKey(n=int(poll.key_n, 16), e=poll.key_e)
    wishes = [encode(blind.blind(key, bytes([n]) * 32)[0]) for n in range(200)]

    async def ask(wish: str) -> str:
        try:
            token = await issuing.issue_token(
                city.database, resident(0), poll.id, wish, city.folder
            )
        except StorageUnavailable:  # a busy database says 503, retryable: a device asks again
            return await ask(wish)
        except Problem as problem:
            return problem.code
        return token.blind_sig

    answers = await asyncio.gather(*(ask(wish) for wish in wishes))
    refused = [answer for answer in answers if answer.isupper() and len(answer) < 40]
    assert set(refused) == {"PARTICIPATION_ALREADY_ISSUED"}
    assert len(refused) == 199
    turnout = await issuing.read_turnout(city.database, poll.id)
    assert (turnout.roll, turnout.issued) == ({"Norrmalm": 1}, {"Norrmalm": 1})


async def test_the_same_blinded_serial_is_answered_the_same(small_city: City) -> None:
    await small_city.register(1)
    poll = (await small_city.open(make_poll(small_city.clock.now_ms()))).poll
    key = blind.PublicKey(n=int(poll.key_n, 16), e=poll.key_e)
    wish = encode(blind.blind(key, bytes(32))[0])
    ask = [
        await issuing.issue_token(
            small_city.database, resident(0), poll.id, wish, small_city.folder
        )
        for _ in range(2)
    ]
    assert ask[0] == ask[1]


async def test_only_the_roll_votes(small_city: City) -> None:
    city = small_city
    await city.register(2)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    wish = encode(bytes([7]) * 256)
    ask = issuing.issue_token
    assert (
        await code(ask(city.database, resident(9), poll.id, wish, city.folder))
        == "PARTICIPATION_NOT_ELIGIBLE"
    )
    weak = Caller(kind=CallerKind.RESIDENT, sub="person-0", loa=2)
    strong = make_poll(
        city.clock.now_ms(), id="poll-2", eligible=Eligible(qualifying_date="2026-01-01", loa=3)
    )
    await city.open(strong)
    with pytest.raises(StepUpRequired):
        await ask(city.database, weak, "poll-2", wish, city.folder)
    assert (
        await code(ask(city.database, resident(0), poll.id, "!!", city.folder))
        == "PARTICIPATION_BLINDED_INVALID"
    )
    assert (
        await code(ask(city.database, resident(0), poll.id, encode(bytes(256)), city.folder))
        == "PARTICIPATION_BLINDED_INVALID"
    )
    assert (await issuing.read_turnout(city.database, poll.id)).issued == {}
    city.clock.advance(DAY)
    assert (
        await code(ask(city.database, resident(0), poll.id, wish, city.folder))
        == "PARTICIPATION_POLL_NOT_OPEN"
    )


def test_the_roll_takes_age_and_home_on_the_qualifying_date():  # E1
    rule = Eligible(qualifying_date="2026-09-01", least_age=16, districts=("Farsta",))

    def person(name, born, district, since):
        return Elector(person=name, born=born, district=district, registered_from=since)

    people = [
        person("just", "2010-09-01", "Farsta", "2020-01-01"),
        person("young", "2010-09-02", "Farsta", "2020-01-01"),
        person("elsewhere", "1980-01-01", "Skarpnäck", "2020-01-01"),
        person("late", "1980-01-01", "Farsta", "2026-09-02"),
    ]
    roll = make_roll(rule, b"pepper", people)
    assert len(roll) == 1
    assert roll_root([roll[0].pseudonym]) != roll_root([])
    assert make_roll(rule, b"other", people)[0].pseudonym != roll[0].pseudonym


async def test_desk_and_paper_share_the_register(small_city: City) -> None:  # E2, CONSUL #2033
    city = small_city
    await city.register(2)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    key = blind.PublicKey(n=int(poll.key_n, 16), e=poll.key_e)
    blinded, inverse = blind.blind(key, bytes(32))
    given = AtDesk(poll=poll.id, person="person-0", channel=Channel.PAPER, blinded=encode(blinded))
    token = await issuing.issue_at_desk(city.database, OFFICER, given, city.folder)
    await city.vote(poll, resident(0), approve("A"),
                    held=(bytes(32), blind.finalize(key, bytes(32), decode(token.blind_sig), inverse)))  # fmt: skip
    assert await code(city.token(poll, resident(0))) == "PARTICIPATION_ALREADY_ISSUED"
    assert (
        await code(issuing.issue_at_desk(city.database, resident(1), given, city.folder))
        == "FORBIDDEN"
    )
    channels = await city.database.many(store.issued_by_channel, poll=poll.id)
    assert [(each.district, each.count) for each in channels] == [("paper", 1)]


async def test_a_thin_client_is_pseudonymous_and_never_where_secrecy_was_promised(
    small_city: City,
) -> None:  # S5
    city = small_city
    await city.register(1)
    now = city.clock.now_ms()
    secret = (await city.open(make_poll(now))).poll
    with pytest.raises(Forbidden):
        await issuing.issue_assisted(city.database, resident(0), secret.id, city.folder)
    thin = (await city.open(make_poll(now, id="poll-2", secrecy=Secrecy.PSEUDONYMOUS))).poll
    first = await issuing.issue_assisted(city.database, resident(0), thin.id, city.folder)
    again = await issuing.issue_assisted(city.database, resident(0), thin.id, city.folder)
    assert first == again
    assert first.secrecy is Secrecy.PSEUDONYMOUS
    await city.vote(thin, resident(0), approve("B"), held=(decode(first.serial), decode(first.sig)))


async def test_results_are_hidden_until_the_close_and_then_bind_by_quorum(
    city: City,
) -> None:  # S3, Q1-Q3
    await city.register(4)
    quorum = tuple(
        Quorum(kind=kind, value=50, of_roll=50 * (kind is QuorumKind.DOUBLE_MAJORITY))
        for kind in QuorumKind
    )
    poll = (await city.open(make_poll(city.clock.now_ms(), quorum=quorum))).poll
    for number, choices in enumerate((["A"], ["A", "B"], [])):
        await city.vote(poll, resident(number), approve(*choices))
    assert await results.read_outcome(city.database, poll.id) is None
    await city.close(poll.id)
    outcome = await city.outcome(poll.id)
    record = outcome.result["record"]
    assert (record["winners"], record["voters"], record["blank"]) == (["A"], 3, 1)
    met = {q["kind"]: (q["reached"], q["met"]) for q in outcome.result["quorum"]}
    assert met == {
        "count": (3, False),
        "share-of-roll": (75, True),
        "share-per-district": (75, True),
        "vote-share": (100, True),
        "double-majority": (100, True),
    }
    assert await code(city.token(poll, resident(3))) == "PARTICIPATION_POLL_NOT_OPEN"


async def test_trustees_open_the_poll_and_nobody_else_can(small_city: City) -> None:  # S3
    city = small_city
    await city.register(2)
    opening = await city.open(make_poll(city.clock.now_ms(), trustees=(2, 3)))
    poll = opening.poll
    assert read_secrets(city.folder, poll.id).close == ""
    await city.vote(poll, resident(0), approve("C"))
    hand_in = closing.hand_in_share
    early = city.database.transact(lambda tx: hand_in(tx, OFFICER, poll.id, opening.shares[0]))
    assert await code(early) == "PARTICIPATION_POLL_NOT_CLOSED"
    await city.close(poll.id)
    for share in opening.shares[1:]:
        await city.database.transact(lambda tx, share=share: hand_in(tx, OFFICER, poll.id, share))
    assert (await city.outcome(poll.id)).result["record"]["winners"] == ["C"]


async def test_a_wrong_share_opens_nothing(small_city: City) -> None:
    city = small_city
    await city.register(1)
    opening = await city.open(make_poll(city.clock.now_ms(), trustees=(2, 2)))
    await city.close("poll-1")
    hand_in = closing.hand_in_share
    await city.database.transact(lambda tx: hand_in(tx, OFFICER, "poll-1", opening.shares[0]))
    wrong = opening.shares[1][:-2] + ("00" if opening.shares[1][-2:] != "00" else "01")
    work = city.database.transact(lambda tx: hand_in(tx, OFFICER, "poll-1", wrong))
    assert await code(work) == "PARTICIPATION_SHARE_INVALID"
    await city.database.transact(lambda tx: hand_in(tx, OFFICER, "poll-1", opening.shares[1]))
    assert await city.outcome("poll-1")


async def test_the_timer_closes_and_later_the_pepper_is_gone(small_city: City) -> None:  # S4
    city = small_city
    await city.register(1)
    poll = (await city.open(make_poll(city.clock.now_ms()))).poll
    await city.vote(poll, resident(0), approve("A"))
    city.clock.advance(DAY)
    await city.registrar._worker.run_due()
    await city.outcome(poll.id)
    assert read_secrets(city.folder, poll.id).pepper
    city.clock.advance(polls.APPEAL_MS)
    await city.registrar._worker.run_due()
    assert read_secrets(city.folder, poll.id).pepper == ""


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"choices": ()}, "choices"),
        ({"choices": (Choice(id="A", title={}), Choice(id="A", title={}))}, "choices"),
        ({"title": {"en": "What?"}}, "title"),
        ({"closes_at": 0}, "closesAt"),
        ({"kind": PollKind.KNAPSACK}, "budget"),
        ({"kind": PollKind.DOTS}, "points"),
        ({"rule": "by-feeling"}, "rule"),
        ({"rule": "equal-shares"}, "budget"),
        ({"id": "../keys/registrar"}, "key"),
        ({"id": "Poll 1"}, "key"),
        ({"eligible": Eligible(qualifying_date="soon")}, "eligible"),
        ({"eligible": Eligible(qualifying_date="2026-01-01", loa=1)}, "eligible"),
        ({"eligible": Eligible(qualifying_date="2026-01-01", least_age=-1)}, "eligible"),
        ({"quorum": (Quorum(kind=QuorumKind.VOTE_SHARE, value=101),)}, "quorum"),
        ({"quorum": (Quorum(kind=QuorumKind.DOUBLE_MAJORITY, value=50),)}, "quorum"),
        ({"quorum": (Quorum(kind=QuorumKind.COUNT, value=0),)}, "quorum"),
        ({"trustees": (3, 2)}, "trustees"),
        ({"trustees": (1, 3)}, "trustees"),
        ({"least": 3, "most": 2}, "most"),
        ({"most": 4}, "most"),
        ({"seats": 0}, "seats"),
        ({"seats": 4}, "seats"),
    ],
)
async def test_a_draft_says_what_must_be_put_right(small_city: City, changes, path) -> None:
    given = make_poll(small_city.clock.now_ms(), **changes)
    with pytest.raises(InputInvalid) as problem:
        await small_city.database.transact(lambda tx: polls.draft_poll(tx, OFFICER, given))
    assert problem.value.path == (path,)


async def test_a_frozen_poll_is_not_opened_twice_nor_drafted_again(small_city: City) -> None:
    city = small_city
    given = make_poll(city.clock.now_ms())
    first = (await city.open(given)).poll
    again = city.database.transact(lambda tx: polls.open_poll(tx, OFFICER, given.id, city.folder))
    assert await code(again) == "PARTICIPATION_POLL_NOT_OPEN" or first
    draft = city.database.transact(lambda tx: polls.draft_poll(tx, OFFICER, given))
    assert await code(draft) == "CONFLICT"
    changed = msgspec.structs.replace(given, id="poll-9")
    refused = city.database.transact(lambda tx: polls.draft_poll(tx, resident(0), changed))
    assert await code(refused) == "FORBIDDEN"
