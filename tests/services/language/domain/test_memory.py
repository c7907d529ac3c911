# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Translation memory, ledger and jobs as pure rules."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import Conflict, Problem
from services.language import service
from services.language.domain import ledger
from services.language.domain.memory import (
    FuzzyIndex,
    Origin,
    Unit,
    best_exact,
    likeness,
)
from services.language.domain.work import NEXT, Work, WorkState, lease_expired, moved

assert service.name == "language"  # registers the codes


def unit(name, source, context="", at=0):
    return Unit(
        id=name, source_locale="sv", locale="en", source=source, target=name, source_hash=source,
        context_hash=context, approved_at=at,
    )  # fmt: skip


def test_context_before_exact_before_nothing():
    # newcomers 3 rule 8
    units = [unit("old", "h", at=1), unit("new", "h", at=2), unit("here", "h", "c", at=1)]
    found = best_exact(units, "h", "c")
    assert found is not None
    assert (found.unit.id, found.origin, found.percent) == ("here", Origin.TM_CONTEXT, 101)
    found = best_exact(units[:2], "h", "c")
    assert found is not None
    assert (found.unit.id, found.origin, found.may_publish) == ("new", Origin.TM_EXACT, True)
    assert best_exact(units, "x", "c") is None


def test_likeness_is_length_less_distance_over_length():
    # newcomers 3 rule 8: (len - lev) / len
    assert likeness("abcd", "abcx") == 0.75
    assert likeness("a", "a") == 1.0


def sentences_like(count, chance):
    words = [f"ord{n}{'en' * (n % 3)}" for n in range(400)]
    return [
        " ".join(chance.choice(words) for _ in range(chance.randrange(4, 14))) for _ in range(count)
    ]


def test_the_prefilter_finds_what_brute_force_finds():
    chance = random.Random(3)
    texts = sentences_like(3000, chance)
    index = FuzzyIndex(texts)
    hits = wanted = 0
    for _ in range(150):
        words = chance.choice(texts).split()
        words[chance.randrange(len(words))] = "annat"
        text = " ".join(words)
        best = max(likeness(text, other) for other in texts)
        if best >= 0.7:
            wanted += 1
            found = index.best(text)
            hits += bool(found) and found[0][1] >= best - 1e-9
    assert wanted > 100
    assert hits / wanted >= 0.97


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80), st.booleans()), max_size=30))
def test_the_ledger_never_exceeds_its_cap(moves):
    # newcomers 3 rule 10
    budget = ledger.Budget(pool="x", period="2026-01-01", cap=100)
    for words, billed, is_settled in moves:
        try:
            held = ledger.reserve(budget, words)
        except Problem as refusal:
            assert refusal.code == "BUDGET_EXCEEDED"
            assert refusal.params == {"wanted": words, "left": budget.left}
            continue
        assert held.reserved + held.settled <= held.cap
        reservation = ledger.Reservation(id="r", pool="x", period="2026-01-01", words=words)
        budget = (
            ledger.settle(held, reservation, billed)
            if is_settled
            else ledger.release(held, reservation)
        )
        assert budget.settled <= budget.cap
        assert budget.reserved == 0


def test_a_year_begins_in_the_month_of_the_contract():
    assert ledger.period_of(date(2026, 2, 28), 3) == "2025-03-01"
    assert ledger.period_of(date(2026, 3, 1), 3) == "2026-03-01"


def test_a_failed_job_stays_and_can_be_tried_again():
    failed = moved(
        moved(Work(id="1", state=WorkState.REQUESTED), WorkState.LEVERAGED), WorkState.MT_FAILED
    )
    again = moved(failed, WorkState.REQUESTED)
    assert again.attempts == 1
    with pytest.raises(Conflict):
        moved(failed, WorkState.PUBLISHED)
    assert lease_expired(Work(id="1", state=WorkState.MT_QUEUED)).state is WorkState.REQUESTED
    assert lease_expired(again) == again


def test_every_state_can_be_reached():
    reached = {WorkState.REQUESTED}
    for _ in WorkState:
        reached |= {to for state in reached for to in NEXT[state]}
    assert reached == set(WorkState)
