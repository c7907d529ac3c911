# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Editions of the result bundle: those of the first stay readable as they were signed.

The first had no franchise, no additions to the roll, and conditions cut to whole percent.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from services.participation.domain.counting import Turnout, votes_of_winner
from services.participation.domain.elections import Election
from services.participation.domain.polls import Poll, Quorum, QuorumKind
from services.participation.domain.tallies.results import Result

FIRST: Final = 1
CURRENT: Final = 2


def plain_poll(poll: Poll, edition: int) -> dict[str, Any]:
    """The poll as a bundle of that edition holds it."""
    told: dict[str, Any] = msgspec.to_builtins(poll)
    if edition == FIRST:
        del told["eligible"]["franchise"]
        for each in told["quorum"]:
            del each["of_roll"], each["strictly"]
    return told


def plain_bundle(told: Mapping[str, Any], poll: Poll) -> dict[str, Any]:
    """A bundle's fields as its edition holds them."""
    kept = dict(told)
    if kept["version"] == FIRST:
        kept["poll"] = plain_poll(poll, FIRST)
        del kept["additions"]
    return kept


def first_quorum(
    poll: Poll, turnout: Turnout, election: Election, result: Result
) -> list[dict[str, Any]]:
    """Each condition as the first edition judged it."""
    found = [(each, _reached(each, turnout, election, result)) for each in poll.quorum]
    return [
        {"kind": each.kind.value, "needed": each.value, "reached": n, "met": n >= each.value}
        for each, n in found
    ]


def _reached(quorum: Quorum, turnout: Turnout, election: Election, result: Result) -> int:
    issued, roll = sum(turnout.issued.values()), sum(turnout.roll.values())
    share = _percent(votes_of_winner(election, result), sum(election.weights))
    match quorum.kind:
        case QuorumKind.COUNT:
            return election.voters
        case QuorumKind.SHARE_OF_ROLL:
            return _percent(election.voters, roll)
        case QuorumKind.SHARE_PER_DISTRICT:
            shares = (_percent(turnout.issued.get(d, 0), n) for d, n in turnout.roll.items())
            return min(shares, default=0)
        case QuorumKind.VOTE_SHARE:
            return share
        case QuorumKind.DOUBLE_MAJORITY:
            return min(_percent(issued, roll), share)


def _percent(part: int, whole: int) -> int:
    return 100 * part // whole if whole else 0
