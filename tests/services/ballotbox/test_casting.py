# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Casting: what is taken, what replaces, what is refused and leaves nothing behind (B1, S1, S4)."""

import asyncio

import pytest

from services.ballotbox import store
from services.ballotbox.actions.casting import cast
from services.ballotbox.actions.keys import board_key
from services.ballotbox.domain.forms import Form, Spec, check
from services.kit.crypto import board
from services.kit.data import Database
from services.kit.errors import NotFound, Problem
from services.kit.wire.tokens.compact import encode
from tests.services.ballotbox.voters import CLOSES_AT, serial_hash, token, vote

pytestmark = pytest.mark.anyio
KEY = board_key(None)


async def refused(database: Database, given, code: str) -> None:
    before = await database.many(store.pending_of, poll="poll-1")
    with pytest.raises(Problem) as problem:
        await cast(database, KEY, "poll-1", given)
    assert problem.value.code == code
    assert await database.many(store.pending_of, poll="poll-1") == before


async def test_a_ballot_is_acknowledged_with_a_signed_receipt(box: Database) -> None:
    receipt = await cast(box, KEY, "poll-1", vote(["A", "C"]))
    assert board.is_signed(board.public_bytes(KEY), receipt)
    (kept,) = await box.many(store.pending_of, poll="poll-1")
    assert kept.leaf == receipt.leaf
    assert b"approval" not in kept.sealed


async def test_the_same_serial_again_replaces(box: Database) -> None:  # re-vote supersedes
    held = token()
    await cast(box, KEY, "poll-1", vote(["A"], held=held))
    second = await cast(box, KEY, "poll-1", vote(["B"], held=held))
    (counted,) = await box.many(store.serials_of, poll="poll-1")
    assert (counted.serial_hash, counted.leaf) == (serial_hash(held), second.leaf)
    assert len(await box.many(store.pending_of, poll="poll-1")) == 2


async def test_a_token_used_twice_at_once_counts_once(box: Database) -> None:
    held = token()
    votes = [vote([option], held=held) for option in "ABCABC"]
    receipts = await asyncio.gather(*(cast(box, KEY, "poll-1", each) for each in votes))
    (counted,) = await box.many(store.serials_of, poll="poll-1")
    assert counted.leaf in {receipt.leaf for receipt in receipts}


async def test_the_same_ballot_sent_again_is_one_ballot(box: Database) -> None:
    given = vote(["A"])
    first = await cast(box, KEY, "poll-1", given)
    assert (await cast(box, KEY, "poll-1", given)).leaf == first.leaf
    assert len(await box.many(store.pending_of, poll="poll-1")) == 1


async def test_blank_is_a_value(box: Database) -> None:  # B2
    assert (await cast(box, KEY, "poll-1", vote([]))).leaf


async def test_forged_and_replayed_signatures_are_refused(box: Database) -> None:
    serial, sig = token()
    other, _ = token()
    await refused(box, vote(["A"], held=(serial, bytes(len(sig)))), "BALLOT_SIGNATURE_INVALID")
    await refused(box, vote(["A"], held=(other, sig)), "BALLOT_SIGNATURE_INVALID")
    await refused(box, vote(["A"], held=(serial[:31], sig)), "BALLOT_MALFORMED")


async def test_a_ballot_against_the_rules_is_refused_by_its_rule(box: Database) -> None:
    await refused(box, vote(["A", "X"]), "BALLOT_UNKNOWN_OPTION")
    await refused(box, vote(["A", "A"]), "BALLOT_DUPLICATE_OPTION")
    await refused(box, vote([], ballot={"kind": "approval"}), "BALLOT_MALFORMED")
    await refused(box, vote([], ballot={"kind": "single", "choices": ["A"]}), "BALLOT_MALFORMED")


async def test_after_the_close_nothing_is_taken(box: Database, manual_clock) -> None:
    manual_clock.set(CLOSES_AT)
    await refused(box, vote(["A"]), "BALLOT_POLL_CLOSED")
    with pytest.raises(NotFound):
        await cast(box, KEY, "poll-2", vote(["A"]))


OPTIONS = ("A", "B", "C")
FORMS = [
    (Spec(form=Form.SINGLE, options=OPTIONS), {"kind": "single", "choices": ["A", "B"]}, "BALLOT_OVER_LENGTH"),
    (Spec(form=Form.APPROVAL, options=OPTIONS, most=1), {"kind": "approval", "choices": ["A", "B"]}, "BALLOT_OVER_LENGTH"),
    (Spec(form=Form.APPROVAL, options=OPTIONS, least=2), {"kind": "approval", "choices": ["A"]}, "BALLOT_UNDER_LENGTH"),
    (Spec(form=Form.KNAPSACK, options=OPTIONS, costs={"A": 6, "B": 5}, budget=10),
     {"kind": "knapsack", "choices": ["A", "B"]}, "BALLOT_OVER_BUDGET"),
    (Spec(form=Form.DOTS, options=OPTIONS, points=5), {"kind": "dots", "points": {"A": 3, "B": 3}}, "BALLOT_OVER_POINTS"),
    (Spec(form=Form.SCORE, options=OPTIONS, most_points=5), {"kind": "score", "points": {"A": 6}}, "BALLOT_OVER_POINTS"),
    (Spec(form=Form.SCORE, options=OPTIONS), {"kind": "score", "points": {"A": -1}}, "BALLOT_MALFORMED"),
    (Spec(form=Form.SCORE, options=OPTIONS), {"kind": "score", "points": {"A": True}}, "BALLOT_MALFORMED"),
    (Spec(form=Form.RANKED, options=OPTIONS), {"kind": "ranked", "choices": [["A"], ["A"]]}, "BALLOT_DUPLICATE_OPTION"),
    (Spec(form=Form.RANKED, options=OPTIONS), {"kind": "ranked", "choices": ["A"]}, "BALLOT_MALFORMED"),
    (Spec(form=Form.ORDINAL, options=OPTIONS), {"kind": "ordinal", "choices": [["A"]]}, "BALLOT_MALFORMED"),
]  # fmt: skip


@pytest.mark.parametrize(("spec", "ballot", "code"), FORMS)
def test_every_form_has_its_rules(spec, ballot, code):  # B1
    with pytest.raises(Problem) as problem:
        check(spec, ballot)
    assert problem.value.code == code


@pytest.mark.parametrize(
    ("spec", "ballot"),
    [
        (Spec(form=Form.RANKED, options=OPTIONS), {"kind": "ranked", "choices": [["B"], ["A", "C"]]}),
        (Spec(form=Form.KNAPSACK, options=OPTIONS, costs={"A": 6, "B": 4}, budget=10),
         {"kind": "knapsack", "choices": ["A", "B"]}),
        (Spec(form=Form.DOTS, options=OPTIONS, points=5), {"kind": "dots", "points": {"A": 3, "B": 2}}),
        (Spec(form=Form.SINGLE, options=OPTIONS), {"kind": "single", "choices": []}),
    ],
)  # fmt: skip
def test_a_legal_ballot_is_never_dropped(spec, ballot):  # B3
    check(spec, ballot)


def test_padding_is_not_another_serial():
    serial, sig = token()
    assert encode(serial) == vote(["A"], held=(serial, sig)).serial
