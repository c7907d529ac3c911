# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tallies agree with independent libraries on random profiles (development only).

abcvoting, pref_voting and STVPoll bring half a laboratory along: `make oracle` asks them (foreign.py).
"""

import random
from fractions import Fraction

import msgspec
import pytest
from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat
from pabutools.election import Instance as PabuInstance
from pabutools.election import Project as PabuProject
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule
from pyrankvote import Ballot, Candidate, instant_runoff_voting
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.sequential import TransferableVoteSelector

from services.participation.domain.elections import BallotKind, Election, Option, Purse
from services.participation.domain.tallies.catalogue import tally
from services.participation.domain.tallies.counts import votes


def budget_profile(seed: int, *, size: int = 7, voters: int = 40) -> Election:
    random_ = random.Random(seed)
    costs = random_.sample(range(10, 200), size)
    ballots = [
        tuple(sorted(random_.sample(range(size), random_.randint(1, 4)))) for _ in range(voters)
    ]
    return Election(
        options=tuple(Option(id=f"p{n}", cost=cost) for n, cost in enumerate(costs)),
        kind=BallotKind.APPROVAL,
        weights=[1] * voters,
        picks=ballots,
        purse=Purse(budget=sum(costs) // 2),
    )


def to_pabutools(election: Election):
    projects = [PabuProject(option.id, option.cost) for option in election.options]
    instance = PabuInstance(projects, budget_limit=election.purse.budget)
    ballots = [ApprovalBallot([projects[place] for place in picks]) for picks in election.picks]
    return instance, ApprovalProfile(ballots)


def most_votes_then_cheapest(instance, profile, project):
    del instance
    return -profile.approval_score(project), project.cost


TIES = TieBreakingRule(most_votes_then_cheapest)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("rule", "utility"), [("equal-shares", Cost_Sat), ("equal-shares-approval", Cardinality_Sat)]
)
def test_equal_shares_as_pabutools(seed, rule, utility):
    election = budget_profile(seed)
    instance, profile = to_pabutools(election)
    theirs = method_of_equal_shares(
        instance, profile, sat_class=utility, tie_breaking=TIES, resoluteness=True
    )
    assert {election.options[p].id for p in tally(election, rule).winners} == {
        p.name for p in theirs
    }


@pytest.mark.parametrize("seed", range(12))
def test_greedy_as_pabutools(seed):
    election = budget_profile(seed)
    instance, profile = to_pabutools(election)
    theirs = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, tie_breaking=TIES, resoluteness=True
    )  # satisfaction by cost, per unit of cost: that is the number of votes
    ours = tally(election, "greedy-skip")
    assert {election.options[p].id for p in ours.winners} == {p.name for p in theirs}


def tied_profile(seed: int) -> Election:
    """Few voters and few prices: nearly everything is tied."""
    election = budget_profile(seed, size=9, voters=7)
    options = tuple(
        msgspec.structs.replace(option, cost=10 * (1 + (seed * 7 + place * place) % 3))
        for place, option in enumerate(election.options)
    )
    return msgspec.structs.replace(election, options=options, purse=Purse(budget=70))


ORDERS = {
    "greedy-skip": lambda instance, profile, project: (project.cost, int(project.name[1:])),
    "greedy-skip-file-order": lambda instance, profile, project: int(project.name[1:]),
}


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("rule", ORDERS)
def test_ties_are_broken_as_the_name_says(seed, rule):
    """The same order of ties given to pabutools gives the same projects in the same order."""
    election = tied_profile(seed)
    instance, profile = to_pabutools(election)
    theirs = greedy_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat, tie_breaking=TieBreakingRule(ORDERS[rule]),
        resoluteness=True,
    )  # fmt: skip
    ours = [election.options[p].id for p in tally(election, rule).winners]
    assert ours == [project.name for project in theirs]


@pytest.mark.parametrize("seed", range(20))
def test_the_variants_of_greedy_are_what_their_names_say(seed):
    election = tied_profile(seed)
    skip = tally(election, "greedy-skip")
    funded = [step.kind == "funded" for step in skip.steps]
    until = funded.index(False) if False in funded else len(funded)
    assert tally(election, "greedy-stop").winners == skip.winners[:until]
    counted = votes(election)
    least = sorted(counted)[len(counted) // 2]
    purse = msgspec.structs.replace(election.purse, threshold=Fraction(least))
    able = msgspec.structs.replace(election, purse=purse)
    chosen = tally(able, "greedy-threshold").winners
    assert chosen
    assert all(counted[place] >= least for place in chosen)


def ranked_profile(seed: int, *, size: int = 5, voters: int = 61) -> Election:
    random_ = random.Random(seed)
    tiers = [
        tuple((place,) for place in random_.sample(range(size), random_.randint(1, size)))
        for _ in range(voters)
    ]
    return Election(
        options=tuple(Option(id=f"c{n}") for n in range(size)),
        kind=BallotKind.RANKED,
        weights=[1] * voters,
        tiers=tiers,
    )


def without_ties(election: Election) -> bool:
    """Whether no elimination was tied: then every library must agree."""
    steps = tally(election, "irv").steps
    return all(step.facts.get("tied", 1) == 1 for step in steps)


@pytest.mark.parametrize("seed", range(25))
def test_instant_runoff_as_pyrankvote_and_votelib(seed):
    election = ranked_profile(seed, voters=1001)
    if not without_ties(election):
        return
    people = [Candidate(option.id) for option in election.options]
    ballots = [Ballot([people[p] for (p,) in tiers]) for tiers in election.tiers]
    theirs = instant_runoff_voting(people, ballots).get_winners()[0].name
    votes: dict[tuple[str, ...], int] = {}
    for tiers in election.tiers:
        key = tuple(election.options[p].id for (p,) in tiers)
        votes[key] = votes.get(key, 0) + 1
    third = TransferableVoteSelector().evaluate(votes, 1)[0]
    (winner,) = tally(election, "irv").winners
    assert election.options[winner].id == theirs == third


@pytest.mark.parametrize("seed", range(25))
def test_schulze_as_votelib(seed):
    election = ranked_profile(seed)
    size = len(election.options)
    d: dict[tuple[int, int], int] = {}
    for tiers in election.tiers:
        ranked = [p for (p,) in tiers]
        for at, above in enumerate(ranked):
            for below in {*range(size)} - {*ranked[: at + 1]}:
                d[above, below] = d.get((above, below), 0) + 1
    p = Schulze().widest_paths(d)
    best = [
        a for a in range(size) if all(p.get((a, b), 0) >= p.get((b, a), 0) for b in range(size))
    ]
    assert list(tally(election, "schulze").winners) == best[:1]


@pytest.mark.parametrize("seed", range(8))
def test_grouping_is_only_faster(seed):
    election = budget_profile(seed, voters=200)
    grouped: dict[tuple[int, ...], int] = {}
    for picks in election.picks:
        grouped[picks] = grouped.get(picks, 0) + 1
    other = msgspec.structs.replace(election, picks=list(grouped), weights=list(grouped.values()))
    for rule in ("equal-shares-add1", "equal-shares-approval", "greedy-skip"):
        assert tally(other, rule).winners == tally(election, rule).winners


def scottish_profile(seed: int) -> Election:
    """Every ballot ranks everybody: votelib counts exhausted ballots as one more candidate."""
    random_ = random.Random(seed)
    size = random_.randint(5, 8)
    dear = [random_.random() + 0.15 for _ in range(size)]
    votes: dict[tuple[tuple[int, ...], ...], int] = {}
    for _ in range(random_.choice((301, 1501))):
        left, tiers = list(range(size)), []
        while left:
            chosen = random_.choices(left, [dear[place] for place in left])[0]
            left.remove(chosen)
            tiers.append((chosen,))
        votes[tuple(tiers)] = votes.get(tuple(tiers), 0) + 1
    return Election(
        options=tuple(Option(id=f"c{n}") for n in range(size)), kind=BallotKind.RANKED,
        weights=list(votes.values()), tiers=list(votes), seats=random_.randint(2, 4),
    )  # fmt: skip


def elected_one_by_one(election: Election) -> bool:
    """Whether nobody waits with a surplus while another is handed on: votelib hands on all at once."""
    steps = tally(election, "stv-scottish").steps
    stages = [s.facts["stage"] for s in steps if s.kind == "elected" and s.facts["by"] == "quota"]
    return len(stages) == len(set(stages))


def test_scottish_count_as_votelib_but_for_the_sixth_decimal():
    """votelib hands surpluses on in exact fractions (WIGM); Scotland cuts after five decimals."""
    library = TransferableVoteSelector(transferer="Gregory", quota_function="droop")
    winners = decimals = 0
    for election in filter(elected_one_by_one, map(scottish_profile, range(90))):
        votes = {
            tuple(place for (place,) in tiers): weight
            for tiers, weight in zip(election.tiers, election.weights, strict=True)
        }
        try:
            theirs = library.evaluate(votes, election.seats)
        except NotImplementedError:  # a tie: votelib has no order to decide it
            continue
        result = tally(election, "stv-scottish")
        assert set(theirs) == set(result.winners)
        winners += 1
        surplus = next((step for step in result.steps if step.kind == "surplus"), None)
        if surplus is not None and surplus.facts["stage"] == 2:
            exact, _ = library.nth_count(votes, election.seats, 2)
            for place, votes_ in exact.items():
                ours = Fraction(surplus.facts["votes"][election.options[place].id])
                assert 0 <= votes_ - ours < Fraction(election.voters, 100_000)
                decimals += votes_ != ours
    assert winners >= 20
    assert decimals >= 20
