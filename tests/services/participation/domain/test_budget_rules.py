# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Budget rules: the sheet's golden outcomes and what must hold for every election (sheet section 5)."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.participation.domain.elections import BallotKind, Election, Option, Purse
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import RULES, tally
from services.participation.domain.tallies.equal_shares import make_case
from services.participation.domain.tallies.shares import buy
from tests.services.participation.domain.sheets import budget_election, ids

SPENDING = [name for name, rule in RULES.items() if rule.spends]
GOLDEN = {
    "greedy-skip": ("C D A B", 100),
    "greedy-stop": ("C D A", 75),
    "equal-shares": ("C D E", 45),
    "equal-shares-utilitarian": ("C D E A", 90),
    "equal-shares-add1": ("C D F", 75),
    "equal-shares-add1-exhaustive": ("C D B E", 70),
    "equal-shares-add1-utilitarian": ("C D F B", 100),
    "equal-shares-add1-comparison": ("C D A B", 100),
}


@pytest.mark.parametrize(("rule", "outcome"), GOLDEN.items())
def test_golden_outcomes(rule, outcome):  # participation 5, PB
    election = budget_election()
    result = tally(election, rule)
    assert (ids(election, result.winners), result.facts["cost"]) == outcome


def test_the_trace_holds_prices_and_effective_votes():  # participation 5, T3
    election = budget_election()
    bought = [(s.facts["price"], s.facts["value"]) for s in tally(election, "equal-shares").steps]
    assert bought == [(4, 5), ("5/2", 4), ("15/2", 2)]
    last = tally(election, "equal-shares-add1").steps[-1]
    assert (last.facts["price"], last.facts["value"]) == ("47/4", "180/47")


def test_cost_by_endowment():  # participation 5: 10->45, 11->70, 12->70, 13->75, 14->75, 15->120
    election = budget_election()
    case = make_case(election, list(range(6)), counted_by_cost=True)
    costs = [sum(case.costs[p.project] for p in buy(case, 10 * e)) for e in range(10, 16)]
    assert costs == [45, 70, 70, 75, 75, 120]


def test_the_comparison_counts_a_voter_with_nothing_as_zero():  # 3 prefer shares, 4 greedy
    facts = tally(budget_election(), "equal-shares-add1-comparison").facts
    assert (facts["prefer_equal_shares"], facts["prefer_greedy"], facts["switched"]) == (3, 4, True)


def test_a_withdrawn_project_neither_wins_nor_stops_the_rule():  # participation 4.3
    election = budget_election()
    options = tuple(
        msgspec.structs.replace(o, withdrawn=True) if o.id == "C" else o for o in election.options
    )
    election = msgspec.structs.replace(election, options=options)
    for rule in SPENDING:
        assert "C" not in ids(election, tally(election, rule).winners).split()
    assert ids(election, tally(election, "greedy-stop").winners) == "D A F"


def test_four_fifths_fund_the_first_project_that_does_not_fit():
    options = (Option(id="a", cost=60), Option(id="b", cost=50), Option(id="c", cost=10))
    election = Election(
        options=options, kind=BallotKind.APPROVAL, weights=[3, 2, 1],
        picks=[(0,), (1,), (2,)], purse=Purse(budget=100),
    )  # fmt: skip
    assert tally(election, "greedy-stop-80").winners == (0, 1)
    assert tally(election, "greedy-stop").winners == (0,)
    assert tally(election, "greedy-skip").winners == (0, 2)


def test_a_spending_rule_refuses_an_election_without_a_budget():
    election = Election(options=(Option(id="a"),), kind=BallotKind.APPROVAL, weights=[])
    with pytest.raises(Refused) as refused:
        tally(election, "equal-shares")
    assert refused.value.code == "RULE_NEEDS_BUDGET"


elections = st.integers(1, 6).flatmap(
    lambda size: st.builds(
        lambda costs, ballots, budget: Election(
            options=tuple(Option(id=f"p{n}", cost=cost) for n, cost in enumerate(costs)),
            kind=BallotKind.APPROVAL,
            weights=[weight for weight, _ in ballots],
            picks=[tuple(sorted(picks)) for _, picks in ballots],
            purse=Purse(budget=budget),
        ),
        st.lists(st.integers(1, 30), min_size=size, max_size=size),
        st.lists(st.tuples(st.integers(1, 4), st.sets(st.integers(0, size - 1), min_size=1))),
        st.integers(0, 60),
    )
)


@given(elections, st.sampled_from(SPENDING))
@settings(max_examples=150, deadline=None)
def test_no_rule_spends_more_than_there_is(election, rule):
    result = tally(election, rule)
    cost = sum(election.options[place].cost for place in result.winners)
    assert len(set(result.winners)) == len(result.winners)
    if not rule.startswith("greedy-stop-80"):
        assert cost <= election.purse.budget
        assert result.facts["cost"] == cost


@given(elections, st.randoms(), st.sampled_from(SPENDING))
@settings(max_examples=60, deadline=None)
def test_shuffling_ballots_changes_nothing(election, random, rule):
    pairs = list(zip(election.weights, election.picks, strict=True))
    random.shuffle(pairs)
    shuffled = msgspec.structs.replace(
        election, weights=[w for w, _ in pairs], picks=[p for _, p in pairs]
    )
    assert tally(shuffled, rule) == tally(election, rule)


@given(elections)
@settings(max_examples=100, deadline=None)
def test_no_payer_pays_more_than_they_hold_and_each_project_is_paid_exactly(election):
    if not election.voters:
        return
    case = make_case(election, list(range(len(election.options))), counted_by_cost=True)
    total = election.purse.budget
    money = [Fraction(total, case.voters)] * len(case.weights)
    for purchase in buy(case, total):
        price = Fraction(*purchase.price)
        paid = {g: min(money[g], price) for g in case.supporters[purchase.project]}
        assert (
            sum(case.weights[g] * sum_ for g, sum_ in paid.items()) == case.costs[purchase.project]
        )
        for g, sum_ in paid.items():
            money[g] -= sum_
    assert all(sum_ >= 0 for sum_ in money)
