# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ranked rules: the sheet's golden count, overvotes, ties, and what a lossy copy would lose."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.participation.domain.elections import BallotKind, Election, Option
from services.participation.domain.formats.reading import read_election
from services.participation.domain.tallies.catalogue import tally
from services.participation.domain.tallies.counts import pairwise
from services.participation.domain.tallies.lots import Lot, draw_among
from services.participation.domain.tallies.schulze import strengths
from tests.services.participation.domain.sheets import RANKED, ids


def golden(seats: int = 1) -> Election:
    return msgspec.structs.replace(read_election(RANKED), seats=seats)


def winners(text: str, rule: str) -> str:
    election = read_election(text)
    return ids(election, tally(election, rule).winners)


@pytest.mark.parametrize(
    ("rule", "winner"), [("plurality", "A"), ("irv", "D"), ("schulze", "E"), ("borda", "B")]
)
def test_golden_winners(rule, winner):  # participation 5, Ranked
    assert ids(golden(), tally(golden(), rule).winners) == winner


def test_instant_runoff_publishes_every_round():  # participation T, irv
    rounds = [
        {key: n for key, n in s.facts["votes"].items() if n} for s in tally(golden(), "irv").steps
    ]
    assert rounds == [
        {"A": 22, "C": 10, "D": 11, "E": 12},
        {"A": 22, "C": 10, "D": 11, "E": 12},
        {"A": 25, "D": 18, "E": 12},
        {"A": 25, "D": 30},
    ]


def test_schulze_strengths_and_ranking():
    election = golden()
    p, at = strengths(pairwise(election)), "ABCDE".index
    assert [p[at(a)][at(b)] for a, b in ("EA", "AE", "EB", "BE", "ED", "DE")] == [
        33, 32, 36, 32, 36, 30,
    ]  # fmt: skip
    assert tally(election, "schulze").facts["ranking"] == list("EBADC")


@pytest.mark.parametrize(
    ("seats", "quota", "elected", "second"),
    [
        (2, 19, "A D", {"B": "1.22724", "C": "10.40908", "D": "11.00000", "E": "13.36360"}),
        (3, 14, "A E D", {"B": "3.27267", "C": "11.09089", "D": "11.00000", "E": "15.63630"}),
    ],
)
def test_scottish_count_truncates_to_five_decimals(seats, quota, elected, second):
    election = golden(seats)
    result = tally(election, "stv-scottish")
    assert (ids(election, result.winners), result.facts["quota"]) == (elected, quota)
    surplus = next(step for step in result.steps if step.kind == "surplus")
    assert {k: v for k, v in surplus.facts["votes"].items() if k != "A"} == second


def test_an_overvote_exhausts_the_ballot_and_a_skipped_rank_does_not():
    assert winners("3: A>B\n2: B\n4: C=D>B\n", "irv") == "A"
    assert winners('2 1\n3 1 0\n4 - 2 0\n0\n"Ann"\n"Bo"\n"Ward"\n', "irv") == "2"


def test_elimination_ties_look_back_round_by_round():  # participation T, irv
    # C falls first; B and D then have 5 each, but B had 5 and D 4 before: D is out.
    text = "7: A\n5: B>A\n4: D>B\n1: C>D\n"
    election = read_election(text)
    out = [s.option for s in tally(election, "irv").steps if s.kind == "eliminated"]
    assert ids(election, out) == "C D"


def test_burlington_2009_separates_the_rules():
    # The mayoral election of 2009 among its three leaders: Wright, Kiss, Montroll.
    text = (
        "1332: M>K>W\n767: M>W>K\n455: M\n2043: K>M>W\n371: K>W>M\n568: K\n"
        "1513: W>M>K\n495: W>K>M\n1289: W\n"
    )
    assert [winners(text, rule) for rule in ("plurality", "irv", "schulze")] == ["W", "K", "M"]


def test_equal_marks_are_never_dropped():  # participation B3
    assert winners("3: A=B>C\n2: C\n", "schulze") == "A"
    tied = read_election("3: A=B\n")
    assert sum(weight for weight in tied.weights) == 3


def test_a_strict_copy_of_a_tied_election_names_another_winner():  # participation 4.4
    assert winners("4: A\n3: B=C>A\n2: C>B>A\n", "schulze") == "C"
    assert winners("4: A\n3: B>C>A\n2: C>B>A\n", "schulze") == "B"


def test_the_lot_is_the_sheets():  # participation 5, Lot
    root = bytes.fromhex("9df7c7973de29817e112a2035d45449347c3a3a3b290ccfe9ea6414c5fcd75cc")
    lot = Lot(seed=bytes(32), root=root, poll="poll-2026-1")
    options = tuple(Option(id=name) for name in "ABCD")
    assert draw_among(options, lot) == list("ADBC")
    assert lot.draw("A").hex().startswith("43f6796a")
    assert lot.draw("C").hex().startswith("f4c93e97")
    tied = Election(options=options, kind=BallotKind.APPROVAL, weights=[1], picks=[(1, 2, 3)])
    assert tally(tied, "approval", lot=lot).winners == (3,)
    assert tally(tied, "approval").winners == (1,)


@pytest.mark.parametrize("rule", ["plurality", "approval", "irv", "schulze", "stv-scottish"])
def test_nobody_wins_where_nobody_chose(rule):
    empty = Election(
        options=(Option(id="a"), Option(id="b")), kind=BallotKind.RANKED, weights=[], blank=5
    )
    assert tally(empty, rule).winners in ((), (0,))
    assert tally(empty, "irv").winners == ()


rankings = st.lists(st.permutations("ABCDE").flatmap(
    lambda p: st.integers(1, 5).map(lambda n: "".join(p[:n]))), min_size=1, max_size=30)  # fmt: skip


@given(rankings, st.randoms(), st.sampled_from(["irv", "schulze", "stv-scottish", "plurality"]))
@settings(max_examples=100, deadline=None)
def test_shuffling_ballots_changes_nothing(ballots, random, rule):
    ballots = [*ballots, "ABCDE"]
    shuffled = list(ballots)
    random.shuffle(shuffled)
    assert winners("\n".join(f"1 {b}" for b in ballots), rule) == winners(
        "\n".join(f"1 {b}" for b in shuffled), rule
    )
