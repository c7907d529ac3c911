# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Tallies beside abcvoting, pref_voting and STVPoll on random profiles; run by oracle.sh.

`python -m tests.services.participation.foreign --profiles N` prints a line per rule and library and
ends with 1 at any difference. Where a rule leaves a tie to the lot, ours must be among their outcomes.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal, getcontext
from importlib import import_module
from typing import Any

from services.participation.domain.elections import BallotKind, Election, Option, Purse, group
from services.participation.domain.tallies.catalogue import tally

LOTS = 12
Verdict = bool | None
"""None: the library does not decide this profile, or by a rule known to differ."""


def ranked(chance: random.Random, *, whole: bool = False) -> Election:
    """Rankings in which some candidates are dearer to all than others."""
    size = chance.randint(4, 9)
    weights = [chance.random() + 0.15 for _ in range(size)]
    ballots = []
    for _ in range(chance.choice((61, 301, 1501))):
        left, tiers = list(range(size)), []
        for _ in range(size if whole else chance.randint(1, size)):
            chosen = chance.choices(left, [weights[place] for place in left])[0]
            left.remove(chosen)
            tiers.append((chosen,))
        ballots.append(tuple(tiers))
    distinct, counts = group(ballots)
    return Election(
        options=tuple(Option(id=f"c{n}") for n in range(size)), kind=BallotKind.RANKED,
        weights=counts, tiers=distinct, seats=chance.randint(1, min(4, size - 1)),
    )  # fmt: skip


def approvals(chance: random.Random) -> Election:
    """Approval ballots on projects of one price."""
    size, voters = chance.randint(4, 8), chance.randint(6, 30)
    seats = chance.randint(2, size - 1)
    picks = [tuple(sorted(chance.sample(range(size), chance.randint(1, 3)))) for _ in range(voters)]
    return Election(
        options=tuple(Option(id=f"p{n}", cost=1) for n in range(size)), kind=BallotKind.APPROVAL,
        weights=[1] * voters, picks=picks, purse=Purse(budget=seats), seats=seats,
    )  # fmt: skip


def won(election: Election, rule: str) -> tuple[int, ...]:
    return tuple(sorted(tally(election, rule).winners))


def to_pref_voting(election: Election) -> Any:
    profile = import_module("pref_voting.profiles_with_ties").ProfileWithTies
    rankings = [{c: n for n, (c,) in enumerate(tiers, 1)} for tiers in election.tiers]
    made = profile(
        rankings, rcounts=election.weights, candidates=list(range(len(election.options)))
    )
    made.use_extended_strict_preference()
    return made


def scottish_as_pref_voting(chance: random.Random) -> Verdict:
    election = ranked(chance)
    profile = to_pref_voting(election)
    count = import_module("pref_voting.proportional_methods").stv_scottish
    outcomes = {
        tuple(sorted(count(profile, num_seats=election.seats, rng=random.Random(lot))))
        for lot in range(LOTS)
    }
    return won(election, "stv-scottish") in outcomes


def scottish_as_stvpoll(chance: random.Random) -> Verdict:
    """STVPoll rounds and hands on to those who wait for their own surplus: cut off, one at a time."""
    election = ranked(chance)
    steps = tally(election, "stv-scottish").steps
    stages = Counter(
        s.facts["stage"] for s in steps if s.kind == "elected" and s.facts["by"] == "quota"
    )
    if any(n > 1 for n in stages.values()):
        return None
    base = import_module("stvpoll.scottish_stv").ScottishSTV
    getcontext().prec = 60
    step, edge = Decimal("0.00001"), Decimal("1e-30")
    cut = staticmethod(lambda value: (value + edge).quantize(step, rounding=ROUND_DOWN))
    poll = type("Cut", (base,), {"round": cut})(
        election.seats, [option.id for option in election.options], random_in_tiebreaks=False
    )
    for tiers, weight in zip(election.tiers, election.weights, strict=True):
        poll.add_ballot([f"c{place}" for (place,) in tiers], weight)
    elected = tuple(sorted(int(name[1:]) for name in poll.calculate().elected_as_tuple()))
    return elected == won(election, "stv-scottish") if len(elected) == election.seats else None


def runoff_as_pref_voting(chance: random.Random) -> Verdict:
    election = ranked(chance, whole=True)
    count = import_module("pref_voting.iterative_methods").instant_runoff_put
    return won(election, "irv")[0] in count(to_pref_voting(election))


def schulze_as_pref_voting(chance: random.Random) -> Verdict:
    election = ranked(chance)
    profile = to_pref_voting(election)
    count = import_module("pref_voting.margin_based_methods").beat_path
    best = count(profile, strength_function=profile.support)
    return tally(election, "schulze").winners[0] in best


def plurality_as_pref_voting(chance: random.Random) -> Verdict:
    election = ranked(chance)
    count = import_module("pref_voting.scoring_methods").plurality
    return tally(election, "plurality").winners[0] in count(to_pref_voting(election))


def by_abcvoting(chance: random.Random, ours: str, compute: str, **more: Any) -> Verdict:
    election = approvals(chance)
    if len({place for picks in election.picks for place in picks}) < election.seats:
        return None  # whom nobody named wins no seat with us
    profile = import_module("abcvoting.preferences").Profile(len(election.options))
    profile.add_voters([set(picks) for picks in election.picks])
    rules = import_module("abcvoting.abcrules")
    theirs = getattr(rules, compute)(profile, election.seats, resolute=False, **more)
    return won(election, ours) in {tuple(sorted(committee)) for committee in theirs}


CHECKS: dict[str, Callable[[random.Random], Verdict]] = {
    "stv-scottish as pref_voting": scottish_as_pref_voting,
    "stv-scottish as STVPoll": scottish_as_stvpoll,
    "irv as pref_voting": runoff_as_pref_voting,
    "schulze as pref_voting": schulze_as_pref_voting,
    "plurality as pref_voting": plurality_as_pref_voting,
    "equal-shares as abcvoting": lambda chance: by_abcvoting(
        chance, "equal-shares", "compute_equal_shares", algorithm="standard-fractions", completion=None
    ),
    "approval as abcvoting": lambda chance: by_abcvoting(chance, "approval", "compute_av"),
}  # fmt: skip


def main() -> int:
    """How many profiles each library was asked about; 1 when any answer differs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profiles", type=int, default=400)
    wanted = parser.parse_args().profiles
    wrong = 0
    for name, check in CHECKS.items():
        verdicts = Counter(check(random.Random(seed)) for seed in range(wanted))
        same, different, left_out = (verdicts[each] for each in (True, False, None))
        line = f"{name}: {same} the same, {different} different, {left_out} not comparable"
        sys.stdout.write(f"{line}\n")
        wrong += different + (same == 0)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
