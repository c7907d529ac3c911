# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From opened ballots to a result: the election as rules see it, and the quorum (Q1-Q3, B2)."""

from collections.abc import Mapping
from typing import Any

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


class Turnout(msgspec.Struct, frozen=True, kw_only=True):
    """What the registrar knows: how many may vote and how many have taken their right, by district."""

    roll: dict[str, int]
    issued: dict[str, int]


class QuorumMet(msgspec.Struct, frozen=True, kw_only=True):
    """One condition with its numbers, evaluated once at the close (Q3)."""

    kind: str
    needed: int
    reached: int
    met: bool


def check_quorum(
    poll: Poll, turnout: Turnout, election: Election, result: Result
) -> list[QuorumMet]:
    """Each condition; abstaining counts to quorum and not to shares (Q2)."""
    return [_met(each, turnout, election, result) for each in poll.quorum]


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0


def _met(quorum: Quorum, turnout: Turnout, election: Election, result: Result) -> QuorumMet:
    issued, roll = sum(turnout.issued.values()), sum(turnout.roll.values())
    if quorum.kind is QuorumKind.COUNT:
        reached = election.voters
    elif quorum.kind is QuorumKind.SHARE_OF_ROLL:
        reached = _percent(election.voters, roll)
    elif quorum.kind is QuorumKind.SHARE_PER_DISTRICT:
        reached = min(
            (_percent(turnout.issued.get(d, 0), n) for d, n in turnout.roll.items()), default=0
        )
    elif quorum.kind is QuorumKind.VOTE_SHARE:
        reached = _percent(_votes_of_winner(election, result), sum(election.weights))
    else:
        reached = min(
            _percent(issued, roll),
            _percent(_votes_of_winner(election, result), sum(election.weights)),
        )
    return QuorumMet(
        kind=quorum.kind.value, needed=quorum.value, reached=reached, met=reached >= quorum.value
    )


def _votes_of_winner(election: Election, result: Result) -> int:
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
