# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signals come out once and in order, whatever the network does to them (video V1, V3)."""

from hypothesis import given
from hypothesis import strategies as st

from services.care.domain.signalling import GAP_MS, KEPT, LARGEST, SignalKind, SignalLog, Taken


def put(log, sender, number, *, payload=None, epoch="e", now=0):
    return log.put(
        sender,
        epoch=epoch,
        client_seq=number,
        kind=SignalKind.CANDIDATE,
        payload=number if payload is None else payload,
        now=now,
    )


def test_the_golden_order():
    # video section 7: 2,3,1,3,2,4 -> 1,2,3,4 once, seq 1..4
    log = SignalLog("e")
    for number in (2, 3, 1, 3, 2, 4):
        assert put(log, "a", number) is Taken.OK
    assert [(s.seq, s.payload) for s in log.since(0, reader="b")] == [
        (1, 1), (2, 2), (3, 3), (4, 4),
    ]  # fmt: skip


@st.composite
def deliveries(draw):
    """Every signal of two senders at least once, in any order, some of them again."""
    first = [("a", n) for n in range(1, draw(st.integers(0, 20)) + 1)]
    second = [("b", n) for n in range(1, draw(st.integers(0, 20)) + 1)]
    every = first + second
    again = draw(st.lists(st.sampled_from(every), max_size=20)) if every else []
    return every, draw(st.permutations(every + again))


@given(deliveries())
def test_any_order_and_any_repetition_gives_each_sender_s_sequence_once(made):
    every, arriving = made
    log = SignalLog("e")
    for sender, number in arriving:
        assert put(log, sender, number) is Taken.OK
    heard = log.since(0, reader="nobody")
    assert sorted((s.sender, s.payload) for s in heard) == sorted(every)
    for sender in ("a", "b"):
        own = [s.payload for s in heard if s.sender == sender]
        assert own == sorted(own)
    assert [s.seq for s in heard] == list(range(1, len(heard) + 1))


@given(deliveries(), st.integers(0, 45))
def test_whoever_comes_back_gets_exactly_the_rest(made, after):
    _, arriving = made
    log = SignalLog("e")
    for sender, number in arriving:
        put(log, sender, number)
    whole = log.since(0, reader="c")
    assert log.since(after, reader="c") == [s for s in whole if s.seq > after]
    assert all(s.sender != "a" for s in log.since(0, reader="a"))


def test_a_signal_of_another_epoch_is_refused():
    log = SignalLog("e")
    assert put(log, "a", 1, epoch="older") is Taken.STALE_EPOCH
    assert log.since(0, reader="b") == []


def test_a_payload_over_the_limit_is_refused_and_nothing_is_held():
    log = SignalLog("e")
    assert put(log, "a", 1, payload="x" * LARGEST) is Taken.TOO_LARGE
    assert put(log, "a", 1) is Taken.OK


def test_a_flood_of_early_signals_is_bounded():
    log = SignalLog("e")
    answers = {put(log, "a", number) for number in range(2, 2000)}
    assert Taken.TOO_MANY in answers
    assert log.last == 0


def test_a_gap_that_stays_open_ends_the_epoch():
    log = SignalLog("e")
    put(log, "a", 2, now=1000)
    assert not log.is_stuck(1000 + GAP_MS)
    assert log.is_stuck(1001 + GAP_MS)
    put(log, "a", 1, now=2000)
    assert not log.is_stuck(10**9)


def test_a_reader_from_before_what_is_kept_is_told_so():
    log = SignalLog("e")
    for number in range(1, KEPT + 3):
        put(log, "a", number)
    assert log.has_lost(1, reader="b")
    assert not log.has_lost(2, reader="b")
    assert not log.has_lost(0, reader="a"), "one's own signals are no loss"
