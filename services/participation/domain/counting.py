# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From opened ballots to a result: the election as rules see it, and the quorum (Q1-Q3, B2)."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

import msgspec

from services.participation.domain.elections import BallotKind, Election, Option, Purse, Tiers
from services.participation.domain.polls import BALLOT_KINDS, Poll, Quorum, QuorumKind
from services.participation.domain.refusals import Refused
from services.participation.domain.tallies.catalogue import tally
from services.participation.domain.tallies.lots import Lot
from services.participation.domain.tallies.records import to_record
from services.participation.domain.tallies.results import Result


def to_election(poll: Poll, ballots: list[Any]) -> Election:
    """Group the ballots that count; every one of them was checked when it was cast."""
    places = {choice.id: place for place, choice in enumerate(poll.choices)}
    grouped: dict[tuple[Any, ...], int] = {}
    blank = 0
    for ballot in ballots:
        marks = _marks(poll, places, ballot)
        if marks[0]:
            grouped[marks] = grouped.get(marks, 0) + 1
        else:
            blank += 1
    kind = BALLOT_KINDS[poll.kind]
    ranked = kind is BallotKind.RANKED
    return Election(
        options=tuple(
            Option(id=c.id, name=c.title.get("sv", ""), cost=c.cost) for c in poll.choices
        ),
        kind=kind,
        weights=list(grouped.values()),
        picks=[] if ranked else [marks[0] for marks in grouped],
        points=[marks[1] for marks in grouped] if kind.has_points else [],
        tiers=[marks[0] for marks in grouped] if ranked else [],
        blank=blank,
        purse=Purse(budget=poll.budget, currency=poll.currency) if poll.budget else None,
        seats=poll.seats,
        meta={"max_length": str(poll.most or len(poll.choices))},
    )


def _marks(poll: Poll, places: Mapping[str, int], ballot: Any) -> tuple[Any, ...]:
    try:
        kind = BALLOT_KINDS[poll.kind]
        if kind is BallotKind.RANKED:
            tiers: Tiers = tuple(
                tuple(sorted(places[c] for c in tier)) for tier in ballot["choices"]
            )
            return (tiers,)
        if kind is BallotKind.ORDINAL:
            picks = tuple(places[c] for c in ballot["choices"])
            longest = poll.most or len(poll.choices)
            return picks, tuple(longest - n for n in range(len(picks)))
        if kind.has_points:
            pairs = sorted((places[c], n) for c, n in ballot["points"].items() if n)
            return tuple(p for p, _ in pairs), tuple(n for _, n in pairs)
        return tuple(sorted(places[c] for c in ballot["choices"])), ()
    except (KeyError, TypeError, AttributeError) as broken:
        raise Refused("BUNDLE_BALLOT_INVALID", "A ballot does not fit the poll.") from broken


LEAST_SHOWN: Final = 10
"""Figures of fewer rights would point at people (S1)."""
REST: Final = ""
"""The name under which small districts stand together."""


class Turnout(msgspec.Struct, frozen=True, kw_only=True):
    """What the registrar knows: how many may vote and how many have taken their right, by district."""

    roll: dict[str, int]
    issued: dict[str, int]


def shown(turnout: Turnout) -> Turnout:
    """What may be told: districts with fewer than ten rights taken stand together.

    When they make fewer than ten even so, the next smallest join them: else the sum would tell.
    """
    by_size = sorted(turnout.roll, key=lambda d: (turnout.issued.get(d, 0), d))
    together = [d for d in by_size if turnout.issued.get(d, 0) < LEAST_SHOWN]
    apart = by_size[len(together) :]
    while together and apart and _sum(turnout.issued, together) < LEAST_SHOWN:
        together.append(apart.pop(0))
    roll = {d: turnout.roll[d] for d in apart}
    issued = {d: turnout.issued.get(d, 0) for d in apart}
    if together:
        roll[REST] = _sum(turnout.roll, together)
        issued[REST] = _sum(turnout.issued, together)
    return Turnout(roll=roll, issued=issued)


def _sum(counts: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(counts.get(name, 0) for name in names)


class QuorumMet(msgspec.Struct, frozen=True, kw_only=True):
    """One condition with its numbers, evaluated once at the close (Q3)."""

    kind: str
    needed: int
    reached: int
    """In whole percent, cut off; a number of voters for a count."""
    met: bool
    of_roll_needed: int = 0
    of_roll_reached: int = 0


def check_quorum(
    poll: Poll, turnout: Turnout, election: Election, result: Result
) -> list[QuorumMet]:
    """Each condition; abstaining counts to quorum and not to shares (Q2)."""
    return [_met(each, turnout, election, result) for each in poll.quorum]


def told_quorum(
    poll: Poll, turnout: Turnout, raw: Turnout, election: Election, result: Result
) -> list[QuorumMet]:
    """Each condition with figures that may be told, met only if it is so by the raw ones as well.

    A small district stands among its neighbours in `turnout`; its own share is what the condition is for.
    """
    told, real = (check_quorum(poll, each, election, result) for each in (turnout, raw))
    return [
        msgspec.structs.replace(one, met=one.met and true.met)
        for one, true in zip(told, real, strict=True)
    ]


Share = tuple[int, int]
"""A part and its whole."""


def _percent(share: Share) -> int:
    return 100 * share[0] // share[1] if share[1] else 0


def _holds(quorum: Quorum, share: Share, percent: int) -> bool:
    part, whole = 100 * share[0], percent * share[1]
    return whole > 0 and (part > whole if quorum.strictly else part >= whole)


def _met(quorum: Quorum, turnout: Turnout, election: Election, result: Result) -> QuorumMet:
    kind, voters = quorum.kind, election.voters
    if kind is QuorumKind.COUNT:
        met = voters > quorum.value if quorum.strictly else voters >= quorum.value
        return QuorumMet(kind=kind.value, needed=quorum.value, reached=voters, met=met)
    roll, votes = sum(turnout.roll.values()), votes_of_winner(election, result)
    share: Share = (votes, sum(election.weights))
    if kind is QuorumKind.SHARE_OF_ROLL:
        share = (voters, roll)
    elif kind is QuorumKind.SHARE_PER_DISTRICT:
        shares = [(turnout.issued.get(d, 0), n) for d, n in turnout.roll.items() if n]
        share = min(shares, key=lambda each: Fraction(*each), default=(0, 0))
    met = _holds(quorum, share, quorum.value)
    if kind is not QuorumKind.DOUBLE_MAJORITY:
        return QuorumMet(kind=kind.value, needed=quorum.value, reached=_percent(share), met=met)
    whole, needed = (votes, roll), quorum.of_roll
    if not needed:  # frozen when a double majority was one of votes and one of turnout
        whole, needed = (sum(turnout.issued.values()), roll), quorum.value
    return QuorumMet(
        kind=kind.value,
        needed=quorum.value,
        reached=_percent(share),
        met=met and _holds(quorum, whole, needed),
        of_roll_needed=needed,
        of_roll_reached=_percent(whole),
    )


def votes_of_winner(election: Election, result: Result) -> int:
    """Voters who named the first winner; at the top of their ranking where they rank."""
    if not result.winners:
        return 0
    first = result.winners[0]
    if election.is_ranked:
        return sum(
            w
            for tiers, w in zip(election.tiers, election.weights, strict=True)
            if first in tiers[0]
        )
    return sum(
        w for picks, w in zip(election.picks, election.weights, strict=True) if first in picks
    )


def count(poll: Poll, ballots: list[Any], lot: Lot) -> tuple[Election, Result, dict[str, Any]]:
    """The election, the result and its record, under the rule that was announced."""
    election = to_election(poll, ballots)
    result = tally(election, poll.rule, lot=lot)
    return election, result, to_record(election, poll.rule, result, trace=True)
