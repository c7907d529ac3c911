# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Writes .pb files, strictly: every obligatory field, in the order of the format (sheet 4.3)."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from services.kit.clock import instant
from services.participation.domain.bundles import Line, counted_ballots
from services.participation.domain.polls import BALLOT_KINDS, Poll, PollKind
from services.participation.domain.refusals import Refused

RULES = {
    "greedy-skip": "greedy",
    "greedy-stop": "greedy-no-skip",
    "equal-shares": "equalshares",
    "equal-shares-comparison": "equalshares-comparison",
    "equal-shares-add1": "equalshares/add1",
    "equal-shares-add1-comparison": "equalshares/add1-comparison",
}
WITH_POINTS = (PollKind.DOTS, PollKind.SCORE)


class Voter(msgspec.Struct, frozen=True, kw_only=True):
    """What a row may tell about who cast it; empty: nothing."""

    age: str = ""
    """Ten years wide, for example 30-39."""
    district: str = ""


NOBODY: Final = Voter()
LEAST_ALIKE: Final = 5
"""Fewer rows are never told apart from the others (sheet 4.3)."""


def suppressed(voters: list[Voter]) -> list[Voter]:
    """What may be told of each: age and district, else the age alone, else nothing.

    Whatever is told of a row is told of at least five rows, counted after the suppression; so many
    are left blank as well, if any is: a lone blank row would point at its voter.
    """
    told = list(voters)
    for coarser in ([Voter(age=each.age) for each in voters], [NOBODY] * len(voters)):
        seen = Counter(told)
        told = [
            rough if seen[fine] < LEAST_ALIKE else fine
            for fine, rough in zip(told, coarser, strict=True)
        ]
    while 0 < told.count(NOBODY) < LEAST_ALIKE and told.count(NOBODY) < len(told):
        seen = Counter(each for each in told if each != NOBODY)
        fewest = min(seen, key=lambda each: (seen[each], each.age, each.district))
        told = [NOBODY if each == fewest else each for each in told]
    return told


def write_pb(
    poll: Poll, result: dict[str, Any], entries: list[Line], voters: Mapping[str, Voter]
) -> str:
    """Ballots that count, under row numbers in the shuffled order of the board.

    `voters` tells who may stand behind a serial's hash; a secret poll has nobody to tell of.
    """
    if poll.kind is PollKind.RANKED:
        raise Refused("PB_VOTE_TYPE_UNKNOWN", "Rankings with equal places do not fit into .pb.")
    ballots = [_ballot(poll, ballot) for ballot in counted_ballots(entries)]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(["META"])
    writer.writerow(["key", "value"])
    writer.writerows(_meta(poll, len(ballots)))
    writer.writerow(["PROJECTS"])
    writer.writerow(["project_id", "cost", "votes", "score", "name", "selected"])
    writer.writerows(_projects(poll, result, ballots))
    writer.writerow(["VOTES"])
    has_points = poll.kind in WITH_POINTS
    counted = [line.serial_hash for line in entries if not line.superseded]
    told = suppressed([voters.get(serial, NOBODY) for serial in counted])
    about = any(each != NOBODY for each in told)
    points_too, voter_too = ["points"] * has_points, ["age", "district"] * about
    writer.writerow(["voter_id", "vote", *points_too, *voter_too])
    for number, ((choices, points), voter) in enumerate(zip(ballots, told, strict=True), 1):
        marks = [",".join(map(str, points))] * has_points
        who = [voter.age, voter.district] * about
        writer.writerow([number, ",".join(choices), *marks, *who])
    return out.getvalue()


def _ballot(poll: Poll, ballot: dict[str, Any]) -> tuple[list[str], list[int]]:
    if poll.kind in WITH_POINTS:
        pairs = sorted(ballot["points"].items(), key=lambda pair: -pair[1])
        return [c for c, n in pairs if n], [n for _, n in pairs if n]
    choices = ballot["choices"]
    if poll.kind is PollKind.ORDINAL:
        longest = poll.most or len(poll.choices)
        return choices, [longest - place for place in range(len(choices))]
    return sorted(choices), [1] * len(choices)


def _meta(poll: Poll, votes: int) -> list[list[str | int]]:
    begin, end = instant(poll.opens_at), instant(poll.closes_at)
    rows: list[list[str | int]] = [
        ["description", poll.title["sv"]],
        ["country", "Sweden"],
        ["unit", "Stockholm"],
        ["instance", begin.year],
        ["num_projects", len(poll.choices)],
        ["num_votes", votes],
        ["budget", poll.budget],
        ["vote_type", BALLOT_KINDS[poll.kind].value],
        ["rule", RULES.get(poll.rule, "unknown")],
        ["date_begin", f"{begin:%d.%m.%Y}"],
        ["date_end", f"{end:%d.%m.%Y}"],
    ]
    if poll.most:
        rows.append(["max_length", poll.most])
    if poll.kind is PollKind.KNAPSACK:
        rows.append(["max_sum_cost", poll.budget])
    if poll.points:
        rows.append(["max_sum_points", poll.points])
    return [*rows, ["language", "sv"], ["currency", poll.currency]]


def _projects(
    poll: Poll, result: dict[str, Any], ballots: list[tuple[list[str], list[int]]]
) -> list[list[str | int]]:
    votes = {choice.id: 0 for choice in poll.choices}
    score = dict(votes)
    for choices, points in ballots:
        for choice, point in zip(choices, points, strict=True):
            votes[choice] += 1
            score[choice] += point
    return [
        [c.id, c.cost, votes[c.id], score[c.id], c.title["sv"], int(c.id in result["winners"])]
        for c in poll.choices
    ]
